//! Which conversations have which labels. Guarantees that after a merge every conversation and every
//! handoff rule has the other label, and that a conversation fetched later is told of it.

use crate::error::Result;
use crate::rows::{from_json, id, json};
use baton_domain::*;
use rusqlite::{Connection, params};
use uuid::Uuid;

/// A label that is gone, what it became, and when.
pub(crate) struct Merged {
    pub(crate) label: LabelId,
    pub(crate) into: LabelId,
    pub(crate) seq: Seq,
}

pub(super) fn change(
    db: &Connection,
    conversation: ConversationId,
    added: &[LabelId],
    removed: &[LabelId],
) -> Result<()> {
    for label in added {
        db.prepare_cached(
            "INSERT OR IGNORE INTO conversation_labels (conversation, label) VALUES (?1, ?2)",
        )?
        .execute(params![conversation.0.as_bytes(), label.0.as_bytes()])?;
    }
    for label in removed {
        take_off(db, conversation, *label)?;
    }
    Ok(())
}

fn take_off(db: &Connection, conversation: ConversationId, label: LabelId) -> Result<()> {
    db.prepare_cached("DELETE FROM conversation_labels WHERE label = ?2 AND conversation = ?1")?
        .execute(params![conversation.0.as_bytes(), label.0.as_bytes()])?;
    Ok(())
}

pub(super) fn take_off_everywhere(db: &Connection, label: LabelId) -> Result<()> {
    db.prepare_cached("DELETE FROM conversation_labels WHERE label = ?1")?
        .execute([label.0.as_bytes()])?;
    Ok(())
}

/// Everything that has `label` has `into`. The set of a row stays in order and without doubles.
pub(super) fn merge(db: &Connection, seq: Seq, label: LabelId, into: LabelId) -> Result<()> {
    db.prepare_cached("INSERT INTO merged_labels (label, into_label, seq) VALUES (?1, ?2, ?3)")?
        .execute(params![label.0.as_bytes(), into.0.as_bytes(), seq])?;
    db.prepare_cached(
        "UPDATE conversations SET labels = (SELECT json_group_array(value) FROM
            (SELECT DISTINCT iif(value = ?2, ?3, value) AS value FROM json_each(labels) ORDER BY 1))
         WHERE id IN (SELECT conversation FROM conversation_labels WHERE label = ?1)",
    )?
    .execute(params![label.0.as_bytes(), label.to_string(), into.to_string()])?;
    db.prepare_cached(
        "INSERT OR IGNORE INTO conversation_labels (conversation, label)
         SELECT conversation, ?2 FROM conversation_labels WHERE label = ?1",
    )?
    .execute(params![label.0.as_bytes(), into.0.as_bytes()])?;
    merge_in_rules(db, label, into)
}

fn merge_in_rules(db: &Connection, label: LabelId, into: LabelId) -> Result<()> {
    let mut statement =
        db.prepare_cached("SELECT id, data FROM settings_objects WHERE kind = 'rule'")?;
    let rows = statement.query_map([], |row| Ok((id(row, "id")?, from_json(row, "data")?)))?;
    let rules: Vec<(Uuid, Rule)> = rows.collect::<Result<_, _>>()?;
    let mut write =
        db.prepare_cached("UPDATE settings_objects SET data = ?2 WHERE kind = 'rule' AND id = ?1")?;
    for (id, mut rule) in rules.into_iter().filter(|(_, rule)| rule.labels.contains(&label)) {
        let has_both = rule.labels.contains(&into);
        rule.labels.retain(|other| !(has_both && *other == label));
        rule.labels.iter_mut().filter(|other| **other == label).for_each(|other| *other = into);
        write.execute(params![id.as_bytes(), json(&rule)])?;
    }
    Ok(())
}

/// Every merge there was, oldest first.
pub(crate) fn merged(db: &Connection) -> Result<Vec<Merged>> {
    let mut statement = db.prepare_cached("SELECT * FROM merged_labels ORDER BY seq")?;
    let rows = statement.query_map([], |row| {
        Ok(Merged {
            label: LabelId(id(row, "label")?),
            into: LabelId(id(row, "into_label")?),
            seq: row.get("seq")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The same for one conversation, which came later than the merge.
pub(crate) fn merge_in(db: &Connection, state: &mut Conversation, merge: &Merged) -> Result<()> {
    if !state.labels.contains(&merge.label) {
        return Ok(());
    }
    state.relabel(merge.label, merge.into);
    db.prepare_cached("UPDATE conversations SET labels = ?2 WHERE id = ?1")?
        .execute(params![state.id.0.as_bytes(), json(&state.labels)])?;
    change(db, state.id, &[merge.into], &[merge.label])
}
