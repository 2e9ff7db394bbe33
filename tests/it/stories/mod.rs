//! What Baton promises, told over HTTP and WebSocket to a real hub process.

mod bad_frames;
mod bad_input;
mod claiming;
mod crash;
mod fence;
mod handoff_once;
mod iris;
mod repetition;
mod secrecy;
