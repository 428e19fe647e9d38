//! How measures, directions and endings are written in documents.

use crate::measure::{Better, ENDINGS, Ending, Measure};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A direction that is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

impl Direction {
    /// Which direction of a measure is better; `None` if it depends.
    pub fn of(measure: Measure) -> Option<Self> {
        Self::towards(measure.better())
    }

    /// The direction in which something is better; `None` if it depends.
    pub fn towards(better: Better) -> Option<Self> {
        match better {
            Better::Higher => Some(Self::Higher),
            Better::Lower => Some(Self::Lower),
            Better::Neither => None,
        }
    }

    /// Its word: `higher` or `lower`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
        }
    }
}

/// A measure, written as its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeasureId(pub Measure);

/// Something for each ending, by `Ending as usize`; written as a map from the endings' ids.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ByEnding<T>(pub [T; ENDINGS]);

impl Serialize for MeasureId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.id())
    }
}

impl<'de> Deserialize<'de> for MeasureId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        let found = Measure::ALL.iter().find(|m| m.id() == id);
        found.copied().map(Self).ok_or_else(|| D::Error::custom(format!("no measure is called `{id}`")))
    }
}

impl JsonSchema for MeasureId {
    fn schema_name() -> Cow<'static, str> {
        "MeasureId".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let one = |m: &Measure| json_schema!({ "const": m.id(), "description": m.definition() });
        json_schema!({ "description": "Name of a measure.", "type": "string", "oneOf": Measure::ALL.iter().map(one).collect::<Vec<_>>() })
    }
}

impl<T> ByEnding<T> {
    /// What belongs to an ending.
    pub fn get(&self, ending: Ending) -> &T {
        &self.0[ending as usize]
    }
}

impl<T: Serialize> Serialize for ByEnding<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Ending::ALL.iter().map(|e| e.id()).zip(&self.0))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ByEnding<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut map = BTreeMap::<String, T>::deserialize(deserializer)?;
        let taken: Vec<T> = Ending::ALL.iter().filter_map(|e| map.remove(e.id())).collect();
        let all = taken.try_into().map_err(|_| D::Error::custom("an ending is missing"))?;
        if let Some(unknown) = map.keys().next() {
            return Err(D::Error::custom(format!("no ending is called `{unknown}`")));
        }
        Ok(Self(all))
    }
}

impl<T: JsonSchema> JsonSchema for ByEnding<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("ByEndingOf{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<T>();
        let ids: Vec<&str> = Ending::ALL.iter().map(|e| e.id()).collect();
        let properties: serde_json::Map<String, serde_json::Value> =
            ids.iter().map(|id| (id.to_string(), value.clone().to_value())).collect();
        json_schema!({
            "description": "Something for each way in which a journey ends.",
            "type": "object",
            "properties": properties,
            "required": ids,
            "additionalProperties": false,
        })
    }
}
