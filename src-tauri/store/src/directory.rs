//! Loads the workspace's members, AI agents, labels, widgets and settings. Articles stay in the
//! file: they may be large, and only the AI reads them.

use crate::error::Result;
use crate::rows::from_json;
use baton_domain::{Article, Directory, Rule, Settings};
use rusqlite::Connection;
use serde::de::DeserializeOwned;

pub(crate) fn load(db: &Connection) -> Result<Directory> {
    let mut rules: Vec<Rule> = all(db, "rule")?;
    rules.sort_by_key(|rule| rule.position);
    Ok(Directory {
        rules,
        members: all(db, "member")?,
        ai_agents: all(db, "ai_agent")?,
        labels: all(db, "label")?,
        widgets: all(db, "widget")?,
        settings: all::<Settings>(db, "settings")?.into_iter().next(),
    })
}

pub(crate) fn articles(db: &Connection) -> Result<Vec<Article>> {
    all(db, "article")
}

pub(crate) fn all<T: DeserializeOwned>(db: &Connection, kind: &str) -> Result<Vec<T>> {
    let mut statement =
        db.prepare_cached("SELECT data FROM settings_objects WHERE kind = ?1 ORDER BY seq, id")?;
    let rows = statement.query_map([kind], |row| from_json(row, "data"))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
