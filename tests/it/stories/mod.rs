//! What Baton promises, told over HTTP and WebSocket to a real hub process.

mod attack;
mod bad_frames;
mod bad_input;
mod claiming;
mod crash;
mod doors;
mod events;
mod fence;
mod handoff_once;
mod identity;
mod iris;
mod keeping;
mod lists;
mod markup;
mod member_socket;
mod moving;
mod openapi;
mod operations;
mod repetition;
mod secrecy;
mod settings;
mod snapshots;
mod visitor_socket;
