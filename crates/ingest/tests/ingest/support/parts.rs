//! A source that answers by the part that is wanted.

use ingest::source::transport::Payload;
use ingest::source::trouble::{Cause, Trouble};
use ingest::source::want::{Fetched, Source, Want};

use super::forge::Reply;

type Script = dyn Fn(&str) -> Reply + Send + Sync;

pub struct Parts(Box<Script>);

impl Parts {
    pub fn new(script: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        Parts(Box::new(script))
    }
}

impl Source for Parts {
    fn fetch(&self, want: &Want<'_>) -> Fetched {
        Fetched::plain(match (self.0)(&want.part.to_string()) {
            Reply::Http(200, _, body) => Ok(Payload::of(body)),
            _ => Err(Trouble::new(Cause::NotFound, "nothing there")),
        })
    }
}
