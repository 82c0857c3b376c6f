//! What a judgement is told from outside: role, clock, root. Values only; no rule looks further.

use jiff::Timestamp;

use crate::proof::demands::LaneDemand;

/// Whose eyes the document is judged with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Role {
    /// As somebody's output: known values only.
    #[default]
    Producer,
    /// As a reader meets it: what the contract says a reader must tolerate is a note.
    Consumer,
}

/// The repository below `--root`, as far as rules may ask about it. The edge implements it.
pub trait RootFiles: Sync {
    /// The bytes of a file named by its repository path (leading `/`), bounded by the edge.
    fn read(&self, path: &str) -> Option<Vec<u8>>;
    /// Whether any existing part of the path is a link that leaves the repository.
    fn escapes(&self, path: &str) -> bool;
    /// Whether any existing part of the path is a link that leaves the folder. A repository that
    /// cannot tell says whether it leaves the repository.
    fn escapes_folder(&self, path: &str, _folder: &str) -> bool {
        self.escapes(path)
    }
}

/// What an execution certificate is held against, beside itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct CertificateContext<'c> {
    /// `--registry`: what the registry says of the certificate's lane.
    pub lane: Option<&'c LaneDemand>,
    /// What became of the signature, which only `crates/certify` can look at.
    pub signature: Signature<'c>,
}

/// What is known of the signature over the document's bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Signature<'c> {
    /// Nobody asked.
    #[default]
    NotAsked,
    /// There is none, though one is demanded.
    Missing,
    /// There is one over exactly these bytes, by a trusted key.
    Good,
    /// There is one, and it does not hold; why.
    Bad(&'c str),
}

/// Everything a rule may know beside the document.
#[derive(Clone, Copy, Default)]
pub struct Context<'c> {
    /// Producer (the default) or consumer.
    pub role: Role,
    /// `--strict`: a member that the version does not name is an error.
    pub strict: bool,
    /// `--context mutation`: the document answers a mutating request.
    pub mutation: bool,
    /// `--persisted`: records as a store keeps them.
    pub persisted: bool,
    /// `--accept`: the versions that are read side by side, by name; empty for no such limit.
    pub accepted: &'c [String],
    /// `--now-utc`: the clock, when one was handed in.
    pub now: Option<Timestamp>,
    /// `--root`: the repository that contract paths refer to.
    pub root: Option<&'c dyn RootFiles>,
    /// `--allow-origin`: origins beside https that release URLs may have.
    pub allowed_origins: &'c [String],
    /// What a certificate is held against, beside itself.
    pub certificate: CertificateContext<'c>,
    /// The revision the document is judged by, as its place in the version's order.
    pub revision: usize,
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context")
            .field("role", &self.role)
            .field("strict", &self.strict)
            .field("mutation", &self.mutation)
            .field("persisted", &self.persisted)
            .field("accepted", &self.accepted)
            .field("now", &self.now)
            .field("root", &self.root.is_some())
            .field("revision", &self.revision)
            .finish()
    }
}
