//! probe
use peers::Draws;
fn main(){ let mut d=Draws::new(1); let n=20_000_000u64;
 for s in 0..3 { let t=std::time::Instant::now(); let mut x=0.0; for _ in 0..n { x+=d.service(s);} println!("{s} {:.2} ns {}",t.elapsed().as_nanos() as f64/n as f64,x/n as f64);} 
 let t=std::time::Instant::now(); let mut x=0; for _ in 0..n { x+=d.chance(0.3) as u64;} println!("chance {:.2} ns {x}",t.elapsed().as_nanos() as f64/n as f64); }
