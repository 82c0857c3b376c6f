//! What the tests of ingest share.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used, clippy::expect_used)]

pub mod forge;
pub mod lanes;
pub mod parts;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use ingest::pace::{Pace, Stop};
use ingest::source::gate::Gates;
use ingest::source::https::Https;
use ingest::source::network::{Network, NetworkOptions};
use ingest::source::origin::{Origin, Origins};

/// Time that passes at once when somebody sleeps.
pub struct VirtualPace {
    began: Instant,
    slept: AtomicU64,
}

impl Default for VirtualPace {
    fn default() -> Self {
        VirtualPace { began: Instant::now(), slept: AtomicU64::new(0) }
    }
}

impl VirtualPace {
    pub fn slept(&self) -> Duration {
        Duration::from_millis(self.slept.load(Ordering::SeqCst))
    }
}

impl Pace for VirtualPace {
    fn elapsed(&self) -> Duration {
        self.began.elapsed() + self.slept()
    }

    fn unix_seconds(&self) -> i64 {
        1_767_225_600 + i64::try_from(self.elapsed().as_secs()).unwrap()
    }

    fn sleep(&self, time: Duration) {
        let millis = u64::try_from(time.as_millis()).unwrap().max(1);
        self.slept.fetch_add(millis, Ordering::SeqCst);
    }
}

/// Short real time limits, so that a test of a slow server takes no minute.
pub fn short() -> NetworkOptions {
    NetworkOptions {
        connect_timeout: Duration::from_secs(5),
        read_timeout: Duration::from_millis(400),
        total_timeout: Duration::from_secs(1),
        ..NetworkOptions::default()
    }
}

/// An HTTPS source for which these origins are allowed.
pub fn https(pace: &Arc<VirtualPace>, allowed: &[&str]) -> Https {
    let pace: Arc<dyn Pace> = Arc::clone(pace) as Arc<dyn Pace>;
    let stop = Stop::default();
    Https {
        transport: Arc::new(Network::new(short(), Arc::clone(&pace), stop.clone())),
        origins: Origins {
            allowed: allowed.iter().map(|text| Origin::parse(text).unwrap()).collect(),
            ..Origins::default()
        },
        cache: None,
        pace,
        stop,
        deadline: Duration::from_secs(1200),
        gates: Gates::default(),
    }
}
