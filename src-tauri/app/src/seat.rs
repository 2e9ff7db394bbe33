//! Where a person's commands go: to the hub inside this app, or over the line to a team's hub. What
//! is read comes from a file of this computer either way, by the same code.

use crate::inbox::Answer;
use crate::ipc::IpcError;
use crate::team::{LineView, OutboxItem, Sent, Team};
use baton_domain::*;
use baton_hub::{Hub, LiveFrame, workspace};
use baton_store::{Sender, Store};
use baton_sync::ClientFrame;
use reqwest::Method;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

/// Whose hub it is.
#[derive(Clone)]
pub enum Seat {
    /// This app's own, where the window is the desktop of this number.
    Alone(Arc<Hub>, u64),
    /// A team's.
    Team(Arc<Team>),
}

/// Frames that are not logged, as the API has them.
pub enum LiveFeed {
    /// From this app's own hub.
    Alone(broadcast::Receiver<LiveFrame>),
    /// From a team's.
    Team(broadcast::Receiver<Value>),
}

impl LiveFeed {
    /// The next frame; none when there will be no more. Frames may be missed, never delayed.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            let frame = match self {
                Self::Alone(frames) => frames.recv().await.map(|frame| json!(frame)),
                Self::Team(frames) => frames.recv().await,
            };
            match frame {
                Ok(frame) => return Some(frame),
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        }
    }
}

impl Seat {
    /// The file that is read.
    pub fn store(&self) -> &Store {
        match self {
            Self::Alone(hub, _) => &hub.store,
            Self::Team(team) => &team.store,
        }
    }

    /// The team's desktop, if this is one.
    pub fn team(&self) -> Option<&Arc<Team>> {
        match self {
            Self::Alone(..) => None,
            Self::Team(team) => Some(team),
        }
    }

    /// The hub's address.
    pub fn url(&self) -> String {
        match self {
            Self::Alone(hub, _) => hub.url(),
            Self::Team(team) => team.membership().hub.clone(),
        }
    }

    /// How the line to the hub stands.
    pub fn line(&self) -> LineView {
        match self {
            Self::Alone(..) => LineView::alone(),
            Self::Team(team) => team.line().borrow().clone(),
        }
    }

    /// What the person has written that has not arrived.
    pub async fn outbox(&self) -> Answer<Vec<OutboxItem>> {
        match self {
            Self::Alone(..) => Ok(Vec::new()),
            Self::Team(team) => team.outbox().await,
        }
    }

    /// Unlogged frames from now on.
    pub fn live(&self) -> LiveFeed {
        match self {
            Self::Alone(hub, _) => LiveFeed::Alone(hub.live.frames()),
            Self::Team(team) => LiveFeed::Team(team.live()),
        }
    }

    /// Fills in whether the visitor is connected.
    pub fn online(&self, mut row: ConversationView) -> ConversationView {
        row.visitor.online = match self {
            Self::Alone(hub, _) => hub.live.visitor_is_online(row.id),
            Self::Team(team) => team.visitor_is_online(row.id),
        };
        row
    }

    /// Carries out a command in the JSON of the API, its id included.
    pub async fn command(
        &self,
        me: MemberId,
        conversation: ConversationId,
        object: Map<String, Value>,
    ) -> Answer<Sent> {
        let hub = match self {
            Self::Team(team) => return team.command(conversation, object).await,
            Self::Alone(hub, _) => hub,
        };
        let (id, command) = baton_hub::numbered(object)?;
        let outcome = hub.command(Sender::Member(me), conversation, id, command).await?;
        if let Some(refusal) = outcome.refusal {
            return Err(refusal.into());
        }
        Ok(Sent::Done(outcome.events.iter().map(|e| EventView::from(&e.recorded)).collect()))
    }

    /// Makes a label.
    pub async fn create_label(&self, me: MemberId, name: String, color: String) -> Answer<Label> {
        match self {
            Self::Alone(hub, _) => {
                let made = hub.store.write(move |tx| {
                    let member = tx.directory().member(me).cloned();
                    let member = member.ok_or_else(|| Refusal::not_found("member"))?;
                    workspace::add_label(tx, Actor::member(&member), &name, &color)
                });
                Ok(made.await?)
            }
            Self::Team(team) => {
                let body = json!({"name": name, "color": color});
                let made = team.api().json(Method::POST, "/v1/labels", Some(&body)).await?;
                serde_json::from_value(made).map_err(|_| unreadable())
            }
        }
    }

    /// Says whether handoffs are to be announced to me.
    pub async fn set_available(&self, me: MemberId, available: bool) -> Answer<()> {
        match self {
            Self::Alone(hub, _) => {
                hub.store.write(move |tx| baton_hub::set_available(tx, me, available)).await?;
            }
            Self::Team(team) => {
                let body = json!({"available": available});
                team.api().json(Method::PUT, "/v1/me", Some(&body)).await?;
            }
        }
        Ok(())
    }

    /// I am typing.
    pub async fn typing(&self, me: MemberId, conversation: ConversationId) {
        match self {
            Self::Alone(hub, _) => {
                let directory = hub.store.directory();
                if let Some(me) = directory.member(me) {
                    hub.member_types(me, conversation).await;
                }
            }
            Self::Team(team) => team.tell(ClientFrame::Typing { conversation }),
        }
    }

    /// I am looking at a conversation, or at none.
    pub fn viewing(&self, me: MemberId, conversation: Option<ConversationId>) {
        match self {
            Self::Alone(hub, desktop) => hub.live.member_views(me, *desktop, conversation),
            Self::Team(team) => team.tell(ClientFrame::Viewing { conversation }),
        }
    }

    /// Whether nobody sits at this computer.
    pub fn away(&self, me: MemberId, on: bool) {
        match self {
            Self::Alone(hub, desktop) => hub.live.member_is_away(me, *desktop, on),
            Self::Team(team) => team.tell(ClientFrame::Away { on }),
        }
    }

    /// The person has dismissed the notice of a conversation: their other desktops hear of it.
    pub fn dismissed(&self, conversation: ConversationId) {
        if let Self::Team(team) = self {
            team.tell(ClientFrame::Dismissed { conversation });
        }
    }
}

fn unreadable() -> IpcError {
    IpcError::new(crate::ipc::ErrorCode::Unavailable, "The hub sent something unreadable.")
}
