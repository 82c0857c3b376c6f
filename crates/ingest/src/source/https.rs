//! Releases over HTTPS: tokens, entity tags, limits and retries over any transport.

use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};
use url::Url;

use super::cache::{Cache, Held};
use super::gate::{Gates, Shut};
use super::origin::{Origin, Origins, redact};
use super::transport::{Ask, Head, Intake, Payload, Transport};
use super::trouble::{Cause, Trouble};
use super::want::{Fetched, Source, Want};
use super::way::Way;
use super::{encoding, refusal, throttle};
use crate::pace::{Pace, Stop, wait_until};

/// Attempts after the first, for troubles that may pass.
const RETRIES: usize = 3;
/// Pauses for limits that one part sits out at most.
const MOST_PAUSES: usize = 5;

/// The HTTPS source.
pub struct Https {
    /// What carries the requests.
    pub transport: Arc<dyn Transport>,
    /// Allowed origins and tokens.
    pub origins: Origins,
    /// The entity-tag cache, when there is one.
    pub cache: Option<Cache>,
    /// Time.
    pub pace: Arc<dyn Pace>,
    /// Interruption.
    pub stop: Stop,
    /// When all fetching must be over, as the pace counts.
    pub deadline: Duration,
    /// The pause gates of all hosts.
    pub gates: Gates,
}

impl std::fmt::Debug for Https {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Https").field("origins", &self.origins).finish_non_exhaustive()
    }
}

/// How an attempt ended without a body.
enum Ended {
    /// For good.
    For(Trouble),
    /// A limit: the host's gate is shut now.
    Limited,
    /// May pass; the server may have said when.
    Again(Trouble, Option<Duration>),
}

impl From<Trouble> for Ended {
    fn from(trouble: Trouble) -> Self {
        if trouble.cause.is_passing() { Ended::Again(trouble, None) } else { Ended::For(trouble) }
    }
}

/// What is known of the exchanges for one part, over all attempts.
#[derive(Default)]
struct Tally {
    exchanges: u32,
    status: Option<u16>,
    moved_to: Option<Url>,
}

impl Source for Https {
    fn fetch(&self, want: &Want<'_>) -> Fetched {
        if let Some(payload) = self.known(want) {
            return Fetched::plain(Ok(payload));
        }
        let mut tally = Tally::default();
        let outcome = self.persist(want, &mut tally);
        Fetched {
            outcome,
            exchanges: tally.exchanges,
            status: tally.status,
            moved_to: tally.moved_to.as_ref().map(redact),
        }
    }
}

impl Https {
    /// A body that need not be fetched: its digest is known and it is in the cache.
    fn known(&self, want: &Want<'_>) -> Option<Payload> {
        self.cache.as_ref()?.body(want.sha256?, want.limit)
    }

    /// Attempts until there is a body, a trouble that does not pass, or no time left.
    fn persist(&self, want: &Want<'_>, tally: &mut Tally) -> Result<Payload, Trouble> {
        let url = Url::parse(want.url)
            .map_err(|error| Trouble::new(Cause::BadUrl, format!("it is no URL: {error}")))?;
        let mut delays = delays();
        for _ in 0..=MOST_PAUSES {
            // Limits are waited for at the gate, before the next request.
            match self.retry(want, &url, &mut delays, tally) {
                Ok(payload) => return Ok(payload),
                Err(Ended::Limited) => {}
                Err(Ended::For(trouble) | Ended::Again(trouble, _)) => return Err(trouble),
            }
        }
        let detail = format!("still limited after {MOST_PAUSES} pauses");
        Err(Trouble::new(Cause::RateLimited, detail))
    }

    fn retry(
        &self,
        want: &Want<'_>,
        url: &Url,
        delays: &mut ExponentialBackoff,
        tally: &mut Tally,
    ) -> Result<Payload, Ended> {
        loop {
            match self.attempt(want, url, tally) {
                Err(Ended::Again(_, asked)) if self.pause(delays, asked) => {}
                ended => return ended,
            }
        }
    }

    /// Waits before the next attempt; `false` when there is none.
    fn pause(&self, delays: &mut ExponentialBackoff, asked: Option<Duration>) -> bool {
        let Some(delay) = delays.next() else { return false };
        let until = self.pace.elapsed().saturating_add(asked.map_or(delay, |a| a.max(delay)));
        until < self.deadline && wait_until(self.pace.as_ref(), &self.stop, until)
    }

    /// One request with all its redirects.
    fn attempt(&self, want: &Want<'_>, url: &Url, tally: &mut Tally) -> Result<Payload, Ended> {
        let cache = self.cache.as_ref().filter(|_| want.keep);
        let held = cache.and_then(|c| c.held(want.url, want.part.accept(), want.limit));
        let home = want.home.filter(|home| **home == Origin::of(url));
        let token = home.and_then(|home| self.origins.tokens.get(home));
        let mut way = Way::from(url.clone(), token);
        loop {
            let mut intake = Intake::new(want.limit, want.keep);
            let head = self.exchange(want, &way, held.as_ref(), &mut intake, tally)?;
            match (head.status, &held) {
                (301 | 302 | 303 | 307 | 308, _) => {
                    way.follow(&head)?;
                    tally.moved_to.clone_from(&way.moved_to);
                }
                (200, _) => {
                    let payload = encoding::decode(&head, intake, want.limit)?;
                    self.remember(want, &head, &payload);
                    return Ok(payload);
                }
                (304, Some(held)) => return Ok(held.payload.clone()),
                _ => return Err(self.refused(&way, &head, &intake.finish().bytes)),
            }
        }
    }

    /// One exchange, when it is allowed to happen at all.
    fn exchange(
        &self,
        want: &Want<'_>,
        way: &Way<'_>,
        held: Option<&Held>,
        intake: &mut Intake,
        tally: &mut Tally,
    ) -> Result<Head, Trouble> {
        let forbidden = |why: String| Trouble::new(Cause::ForbiddenTarget, why);
        self.origins.admit(&way.url).map_err(forbidden)?;
        let host = host(&way.url);
        self.gates
            .pass(host, self.pace.as_ref(), &self.stop, self.deadline)
            .map_err(|shut| shut_trouble(host, shut))?;
        if self.pace.elapsed() >= self.deadline {
            // Not a trouble that passes: there is no time for it to pass in.
            return Err(Trouble::new(Cause::OutOfTime, "the run's deadline has passed"));
        }
        tally.exchanges = tally.exchanges.saturating_add(1);
        tally.status = None;
        let ask = Ask {
            url: &way.url,
            accept: want.part.accept(),
            token: way.token,
            if_none_match: held.map(|held| held.etag.as_str()),
            any_address: self.origins.is_allowed(&way.url),
            deadline: self.deadline,
        };
        let head = self.transport.exchange(&ask, intake)?;
        tally.status = Some(head.status);
        if head.status < 400 {
            self.gates.answered(host);
        }
        Ok(head)
    }

    fn refused(&self, way: &Way<'_>, head: &Head, body: &[u8]) -> Ended {
        let (host, now) = (host(&way.url), self.pace.unix_seconds());
        if let Some(pause) = throttle::pause_for(head, body, now, self.gates.streak(host)) {
            self.gates.shut(host, self.pace.elapsed(), pause);
            return Ended::Limited;
        }
        match Ended::from(refusal::trouble(head.status, host, way.token.is_some(), body)) {
            Ended::Again(trouble, _) => Ended::Again(trouble, throttle::retry_after(head, now)),
            ended => ended,
        }
    }

    fn remember(&self, want: &Want<'_>, head: &Head, payload: &Payload) {
        if let Some(cache) = self.cache.as_ref().filter(|_| want.keep) {
            // A cache that cannot be written costs the next run a request, this one nothing.
            let _ = cache.keep(want.url, want.part.accept(), head.header("etag"), payload);
        }
    }
}

fn delays() -> ExponentialBackoff {
    ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(500))
        .with_max_delay(Duration::from_secs(20))
        .with_max_times(RETRIES)
        .with_jitter()
        .build()
}

fn host(url: &Url) -> &str {
    url.host_str().unwrap_or_default()
}

fn shut_trouble(host: &str, shut: Shut) -> Trouble {
    match shut {
        Shut::Stopped => Trouble::new(Cause::Interrupted, "interrupted before it was asked"),
        Shut::Beyond(pause) => Trouble::new(
            Cause::RateLimited,
            format!(
                "{host} limits our requests for {} s more, longer than this run may take",
                pause.as_secs()
            ),
        ),
    }
}
