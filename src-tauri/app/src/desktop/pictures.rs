//! Pictures of messages for the window: `attachment://localhost/CONVERSATION/ID`.
//!
//! Guarantees: only pictures, under their own type; nothing else of the hub or of this computer can be
//! asked for. Leaves out where they come from (`home`).

use crate::files::Picture;
use crate::home::Home;
use std::sync::Arc;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager, Runtime, UriSchemeContext, UriSchemeResponder};

/// The scheme, as `tauri.conf.json` allows it for pictures.
pub const SCHEME: &str = "attachment";

/// Answers the window.
pub fn answer<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let home = context.app_handle().try_state::<Arc<Home>>().map(|home| Arc::clone(&home));
    tauri::async_runtime::spawn(async move {
        let found = match home {
            Some(home) => picture(&home, request.uri().path()).await,
            None => None,
        };
        responder.respond(found.map_or_else(missing, given));
    });
}

async fn picture(home: &Home, path: &str) -> Option<Picture> {
    // The window writes the path as one name.
    let path = path.replace("%2F", "/");
    let (conversation, id) = path.strip_prefix('/')?.split_once('/')?;
    home.picture(conversation.parse().ok()?, id.parse().ok()?).await.ok()
}

fn given(picture: Picture) -> Response<Vec<u8>> {
    let mut response = Response::new(picture.bytes);
    let headers = response.headers_mut();
    let said = header::HeaderValue::from_static;
    headers.insert(header::CONTENT_TYPE, said(picture.kind));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, said("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, said("default-src 'none'; sandbox"));
    response
}

fn missing() -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
