//! Becoming part of a team: with an invitation, by signing in, or by taking the workspace of this
//! computer to a hub. Each ends with a membership and a token; the first copy comes after.

use super::api::{Address, Api, answered};
use super::{Join, Membership, Move, SignIn};
use crate::inbox::Answer;
use crate::ipc::{ErrorCode, IpcError};
use baton_domain::MemberId;
use reqwest::{Method, header};
use rustls::ClientConfig;
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

/// The prefix of an invitation.
const INVITATION: &str = "bin_";

/// Part of a team from now on.
pub struct Joined {
    /// Of which, and as whom.
    pub membership: Membership,
    /// The hub's API, signed in.
    pub api: Api,
}

#[derive(Deserialize)]
struct SignedIn {
    token: String,
    member: Who,
    workspace: String,
}

#[derive(Deserialize)]
struct Who {
    id: MemberId,
}

impl SignedIn {
    fn read(answer: Value) -> Answer<Self> {
        serde_json::from_value(answer)
            .map_err(|_| IpcError::new(ErrorCode::Unavailable, "The hub did not say who this is."))
    }

    fn joined(self, api: Api) -> Joined {
        let membership = Membership {
            hub: api.address().as_str().to_owned(),
            workspace: self.workspace,
            member: self.member.id,
            days: None,
        };
        Joined { api: api.signed(&self.token), membership }
    }
}

/// Joins with an invitation.
pub async fn accept_invitation(join: &Join, tls: Arc<ClientConfig>) -> Answer<Joined> {
    let (address, code) = invitation(&join.address, &join.invitation)?;
    let api = Api::new(address, tls)?;
    let body = json!({
        "code": code,
        "name": join.name,
        "password": join.password,
        "device": join.device,
    });
    let answer = api.json(Method::POST, "/v1/invitations/accept", Some(&body)).await?;
    Ok(SignedIn::read(answer)?.joined(api))
}

/// Signs in on a further computer.
pub async fn sign_in(sign_in: &SignIn, tls: Arc<ClientConfig>) -> Answer<Joined> {
    let api = Api::new(Address::read(&sign_in.address)?, tls)?;
    let body = json!({
        "email": sign_in.email,
        "password": sign_in.password,
        "device": sign_in.device,
    });
    match api.json(Method::POST, "/v1/sessions", Some(&body)).await {
        Ok(answer) => Ok(SignedIn::read(answer)?.joined(api)),
        Err(error) if error.code == ErrorCode::Unauthorized => Err(IpcError::new(
            ErrorCode::Unauthorized,
            "This address and this password do not belong together.",
        )),
        Err(error) => Err(error),
    }
}

/// Sends a workspace's file to a hub that waits for one.
pub async fn move_to_hub(to: &Move, file: &Path, tls: Arc<ClientConfig>) -> Answer<Joined> {
    let api = Api::new(Address::read(&to.address)?, Arc::clone(&tls))?.signed(to.code.trim());
    let answer = match send(&api, to, file).await {
        Ok(answer) => answer,
        // It may have arrived all the same; then its owner can sign in.
        Err(error) if error.code == ErrorCode::Unavailable => {
            let Move { address, email, password, .. } = to.clone();
            let who =
                SignIn { address, email, password, device: "The computer it came from".into() };
            return sign_in(&who, tls).await.map_err(|_| error);
        }
        Err(error) => return Err(error),
    };
    let text = |name: &str| answer.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let member = text("owner_id")
        .parse()
        .map_err(|_| IpcError::new(ErrorCode::Unavailable, "The hub did not say who this is."))?;
    let hub = api.address().as_str().to_owned();
    let membership = Membership { hub, workspace: text("workspace"), member, days: None };
    Ok(Joined { api: api.signed(&text("token")), membership })
}

async fn send(api: &Api, to: &Move, file: &Path) -> Answer<Value> {
    let file = tokio::fs::File::open(file).await.map_err(|error| {
        IpcError::new(ErrorCode::Invalid, format!("The workspace cannot be read ({error})."))
    })?;
    let bytes = file.metadata().await.map(|meta| meta.len()).unwrap_or_default();
    let request = api
        .patient_request(Method::POST, "/v1/workspace")
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .header(header::CONTENT_LENGTH, bytes)
        .header("Baton-Owner-Email", percent(&to.email))
        .header("Baton-Owner-Password", percent(&to.password))
        .body(reqwest::Body::from(file));
    answered(request.send().await)
        .await?
        .json()
        .await
        .map_err(|_| IpcError::new(ErrorCode::Unavailable, "The hub did not say what came of it."))
}

/// The hub and the code, wherever in the two fields they were put.
fn invitation(address: &str, invitation: &str) -> Answer<(Address, String)> {
    let from_link =
        |text: &str| text.split_once('#').map(|(at, code)| (at.to_owned(), code.to_owned()));
    let (address, code) = from_link(invitation)
        .or_else(|| from_link(address))
        .unwrap_or_else(|| (address.to_owned(), invitation.to_owned()));
    let code = code.trim().to_owned();
    if !code.starts_with(INVITATION) {
        let words =
            "This is not an invitation. It begins with bin_ and comes from an owner or admin.";
        return Err(IpcError::new(ErrorCode::Invalid, words));
    }
    Ok((Address::read(&address)?, code))
}

/// A header's value may hold only ASCII.
fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[cfg(test)]
mod tests {
    use super::invitation;

    #[test]
    fn an_invitation_is_found_in_either_field() {
        let link = "https://chat.example.com/#bin_abc";
        for (address, code) in
            [(link, ""), ("", link), ("chat.example.com", "bin_abc"), (link, link)]
        {
            let (address, code) = invitation(address, code).ok().unwrap();
            assert_eq!((address.as_str(), code.as_str()), ("https://chat.example.com", "bin_abc"));
        }
        assert!(invitation("https://chat.example.com", "hello").is_err());
    }
}
