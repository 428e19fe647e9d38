//! What has been run, kept in a file as it finishes, so that nothing is lost when a run ends early.
//!
//! A world under a system is a pure function of both, so what is kept is a memory of that function: a key (what, of which
//! system, in which world) and what came out. Entries are appended, each with a checksum; an entry that was cut off when the
//! program was killed is left out when the file is opened again, and written anew.

use serde::{Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};
use xxhash_rust::xxh3::xxh3_64;

/// Key of an entry.
pub type Key = u128;

/// Where entries begin and how long they are, by key.
type Places = BTreeMap<Key, (u64, u32)>;

/// Bytes before what is kept: its length, its checksum, its key.
const HEAD: usize = 4 + 8 + 16;
/// How much a power cut may take away.
const SYNCED_EVERY: Duration = Duration::from_secs(1);
/// A longer entry is not one of ours.
const MOST_BYTES: u32 = 1 << 30;

/// A file of entries that only grows.
#[derive(Debug)]
pub struct Store {
    file: File,
    end: u64,
    places: Places,
    synced: Instant,
}

impl Store {
    /// Opens a file, or makes it. Whatever is not whole at its end is cut off.
    ///
    /// # Errors
    /// If it cannot be read or written.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let (places, end) = whole_entries(&file)?;
        file.set_len(end)?;
        Ok(Self { file, end, places, synced: Instant::now() })
    }

    /// Opens a file that is only read, and whole: somebody else has finished it.
    ///
    /// # Errors
    /// If it cannot be read, or an entry is cut off or not as its checksum says.
    pub fn open_whole(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let (places, end) = whole_entries(&file)?;
        if end != file.metadata()?.len() {
            let world = places.len() + 1;
            return Err(io::Error::new(io::ErrorKind::InvalidData, format!("world {world} in it is cut off, or not as its checksum says")));
        }
        Ok(Self { file, end, places, synced: Instant::now() })
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Whether there is an entry with this key.
    pub fn has(&self, key: Key) -> bool {
        self.places.contains_key(&key)
    }

    /// What was kept under a key; `None` if nothing was, or not this kind of thing.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn get<T: DeserializeOwned>(&mut self, key: Key) -> io::Result<Option<T>> {
        let Some(&(place, length)) = self.places.get(&key) else { return Ok(None) };
        let mut bytes = vec![0; length as usize];
        self.file.seek(SeekFrom::Start(place))?;
        self.file.read_exact(&mut bytes)?;
        Ok(postcard::from_bytes(&bytes).ok())
    }

    /// Keeps something under a key.
    ///
    /// # Errors
    /// If it cannot be written; the file is then as it was.
    pub fn put<T: Serialize>(&mut self, key: Key, what: &T) -> io::Result<()> {
        let bytes = postcard::to_stdvec(what).map_err(io::Error::other)?;
        self.put_bytes(key, &bytes)
    }

    /// Adds the entries of another file that are not here yet.
    ///
    /// # Errors
    /// If one of the files cannot be read or written.
    pub fn add_all(&mut self, other: &mut Self) -> io::Result<()> {
        let places: Vec<(Key, (u64, u32))> = other.places.iter().map(|(key, place)| (*key, *place)).collect();
        for (key, (place, length)) in places {
            if !self.has(key) {
                let mut bytes = vec![0; length as usize];
                other.file.seek(SeekFrom::Start(place))?;
                other.file.read_exact(&mut bytes)?;
                self.put_bytes(key, &bytes)?;
            }
        }
        Ok(())
    }

    fn put_bytes(&mut self, key: Key, bytes: &[u8]) -> io::Result<()> {
        let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= MOST_BYTES);
        let length = length.ok_or_else(|| io::Error::other("an entry is too long to be kept"))?;
        let mut entry = Vec::with_capacity(HEAD + bytes.len());
        entry.extend(length.to_le_bytes());
        entry.extend(checksum(key, bytes).to_le_bytes());
        entry.extend(key.to_le_bytes());
        entry.extend(bytes);
        self.file.seek(SeekFrom::Start(self.end))?;
        if let Err(error) = self.file.write_all(&entry) {
            // What was written of it would only be cut off the next time.
            let _ = self.file.set_len(self.end);
            return Err(error);
        }
        self.places.insert(key, (self.end + HEAD as u64, length));
        self.end += entry.len() as u64;
        if self.synced.elapsed() >= SYNCED_EVERY { self.sync() } else { Ok(()) }
    }

    /// Waits until all entries are on the disk.
    ///
    /// # Errors
    /// If they cannot be brought there.
    pub fn sync(&mut self) -> io::Result<()> {
        self.file.sync_data()?;
        self.synced = Instant::now();
        Ok(())
    }
}

/// Key of what was made of a system's world.
pub fn key(what: &str, fingerprint: &str, seed: u64, world: u64) -> Key {
    // The lengths keep "a" of "bc" apart from "ab" of "c".
    let text = format!("{}:{what}{}:{fingerprint}{seed}:{world}", what.len(), fingerprint.len());
    xxhash_rust::xxh3::xxh3_128(text.as_bytes())
}

fn checksum(key: Key, bytes: &[u8]) -> u64 {
    xxh3_64(bytes) ^ (key as u64) ^ ((key >> 64) as u64)
}

/// Places and lengths of what is whole, by key, and where that ends.
fn whole_entries(file: &File) -> io::Result<(Places, u64)> {
    let mut reader = BufReader::new(file);
    reader.seek(SeekFrom::Start(0))?;
    let (mut places, mut end) = (BTreeMap::new(), 0);
    while let Some((key, length)) = entry(&mut reader)? {
        places.insert(key, (end + HEAD as u64, length));
        end += HEAD as u64 + u64::from(length);
    }
    Ok((places, end))
}

/// The next entry if it is whole.
fn entry(reader: &mut impl Read) -> io::Result<Option<(Key, u32)>> {
    let mut head = Vec::with_capacity(HEAD);
    reader.take(HEAD as u64).read_to_end(&mut head)?;
    let Ok(head) = <[u8; HEAD]>::try_from(head) else { return Ok(None) };
    let number = |from: usize, to: usize| head[from..to].iter().rev().fold(0u128, |sum, byte| (sum << 8) | u128::from(*byte));
    let (length, sum, key) = (number(0, 4) as u32, number(4, 12) as u64, number(12, HEAD));
    if length > MOST_BYTES {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    reader.take(u64::from(length)).read_to_end(&mut bytes)?;
    let whole = bytes.len() == length as usize && checksum(key, &bytes) == sum;
    Ok(whole.then_some((key, length)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(path: &Path) -> Store {
        let mut store = Store::open(path).expect("open");
        for world in 0..20u64 {
            store.put(key("row", "abc", 1, world), &vec![world as f64; world as usize]).expect("put");
        }
        store
    }

    #[test]
    fn what_is_kept_is_found_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("kept");
        drop(filled(&path));
        let mut store = Store::open(&path).expect("open");
        assert_eq!(store.len(), 20);
        assert_eq!(store.get::<Vec<f64>>(key("row", "abc", 1, 3)).expect("read"), Some(vec![3.0; 3]));
        assert_eq!(store.get::<Vec<f64>>(key("row", "abc", 2, 3)).expect("read"), None);
    }

    /// Wherever the file ends, whole entries stay, and the file can grow again.
    #[test]
    fn a_file_cut_anywhere_keeps_its_whole_entries() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("kept");
        drop(filled(&path));
        let whole = std::fs::read(&path).expect("bytes");
        for cut in (0..whole.len()).step_by(7) {
            std::fs::write(&path, &whole[..cut]).expect("cut");
            let mut store = Store::open(&path).expect("open");
            let kept = store.len() as u64;
            assert!((0..kept).all(|world| store.has(key("row", "abc", 1, world))));
            store.put(key("row", "abc", 1, 99), &vec![9.0]).expect("put");
            let mut again = Store::open(&path).expect("open");
            assert_eq!(again.len() as u64, kept + 1);
            assert_eq!(again.get::<Vec<f64>>(key("row", "abc", 1, 99)).expect("read"), Some(vec![9.0]));
        }
    }

    #[test]
    fn what_was_altered_is_not_believed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("kept");
        drop(filled(&path));
        let mut bytes = std::fs::read(&path).expect("bytes");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&path, &bytes).expect("altered");
        let altered = Store::open_whole(&path).expect_err("not believed").to_string();
        assert!(altered.contains("not as its checksum says"), "{altered}");
        assert!(Store::open(&path).expect("open").len() < 20);
        // What Store::open left is whole again.
        assert!(Store::open_whole(&path).is_ok());
    }
}
