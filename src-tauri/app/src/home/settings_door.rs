//! The one door through which the settings screens speak the hub's API, wherever the hub is.
//! Guarantees that nothing but settings can be asked.

use super::Home;
use crate::inbox::Answer;
use crate::ipc::{ErrorCode, IpcError};
use reqwest::Method;
use serde_json::Value;

/// What the window may ask of the hub's API for its settings screens.
const SETTINGS: [&str; 12] = [
    "/v1/members",
    "/v1/invitations",
    "/v1/sessions",
    "/v1/me",
    "/v1/settings",
    "/v1/labels",
    "/v1/ai-agents",
    "/v1/articles",
    "/v1/rules",
    "/v1/widgets",
    "/v1/saved-replies",
    "/v1/contacts",
];
/// What takes the hub long: it asks a model, or reads many files.
const WORK: [&str; 3] = ["/v1/ai-agents/test", "/v1/ai-agents/try", "/v1/articles/import"];

impl Home {
    /// The hub's API, for settings screens only.
    pub async fn hub(&self, method: &str, path: &str, body: Option<Value>) -> Answer<Value> {
        let known = [Method::GET, Method::POST, Method::PUT, Method::DELETE];
        let method = known.into_iter().find(|known| known.as_str() == method);
        let Some(method) = method.filter(|_| is_for_settings(path)) else {
            return Err(IpcError::new(ErrorCode::NotFound, "The window may not ask for this."));
        };
        let api = self.api().await?;
        if WORK.contains(&path) {
            return api.patient_json(method, path, body.as_ref()).await;
        }
        api.json(method, path, body.as_ref()).await
    }
}

/// Whether a path of the API belongs to the settings screens.
fn is_for_settings(path: &str) -> bool {
    let belongs = |prefix: &str| {
        let rest = path.strip_prefix(prefix);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    };
    SETTINGS.into_iter().any(belongs) && !path.contains(['.', '%'])
}
