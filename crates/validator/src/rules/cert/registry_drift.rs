//! `cert/registry-drift`: the certificate was held to what the registry demands today.

use contracts::toolkit::Severity;

use super::CertificateFacts;
use crate::facts::Fact;
use crate::rule::{Meta, Sink};

pub(super) const META: Meta = Meta {
    code: "cert/registry-drift",
    level: Severity::Error,
    consumer: None,
    says: "With `--registry`: the certificate's intent and lane are what that registry demands of the runner.",
    why: "A certificate of last month's demands says nothing about this month's.",
    remedy: "Certify the runner again under this registry.",
};

pub(super) fn check(facts: &CertificateFacts<'_>, sink: &mut Sink<'_>) {
    let Some(lane) = sink.context().certificate.lane else { return };
    let runner = &facts.runner;
    check_text("/runner/runner_id", &runner.runner_id, &lane.runner_id, sink);
    check_text("/runner/class", &runner.class, &lane.class, sink);
    check_text("/runner/status", &runner.status, &lane.status, sink);
    if let Some(repo) = &lane.implementation_repo {
        check_text("/runner/implementation_repo", &runner.implementation_repo, repo, sink);
    }
    let (stated, demanded) = (&facts.demands, &lane.demands);
    check_set("required_core_checks", &stated.checks, &demanded.checks, sink);
    check_set("required_core_cases", &stated.cases, &demanded.cases, sink);
    check_set("command_contract_subset", &stated.commands, &demanded.commands, sink);
}

fn check_text(pointer: &str, stated: &Fact<'_>, demanded: &str, sink: &mut Sink<'_>) {
    if stated.text().is_some_and(|stated| stated != demanded) {
        sink.report(pointer, format!("the registry says `{}`", demanded.escape_debug()));
    }
}

fn check_set<T: Ord + std::fmt::Display>(
    name: &str,
    stated: &[T],
    demanded: &[T],
    sink: &mut Sink<'_>,
) {
    let pointer = format!("/execution_intent/{name}");
    for missing in demanded.iter().filter(|item| !stated.contains(item)) {
        sink.report(&pointer, format!("the registry demands `{missing}`, this intent does not"));
    }
    for extra in stated.iter().filter(|item| !demanded.contains(item)) {
        sink.report(&pointer, format!("this intent holds `{extra}`, the registry does not"));
    }
}

#[cfg(test)]
mod tests {
    use crate::context::{CertificateContext, Context};
    use crate::proof::demands::{Demands, LaneDemand};
    use crate::rules::cert::test_bench::{codes_in, good};
    use serde_json::Value;

    fn lane(certificate: &Value) -> LaneDemand {
        LaneDemand {
            runner_id: "rust".to_owned(),
            class: "required".to_owned(),
            status: "active".to_owned(),
            implementation_repo: None,
            demands: Demands::of(&certificate["execution_intent"]),
        }
    }

    fn codes(certificate: &Value, lane: &LaneDemand) -> Vec<String> {
        let certificate_context =
            CertificateContext { lane: Some(lane), ..CertificateContext::default() };
        codes_in(certificate, Context { certificate: certificate_context, ..Context::default() })
    }

    #[test]
    fn the_same_demands_do_not_drift() {
        let certificate = good();
        assert_eq!(codes(&certificate, &lane(&certificate)), [""; 0]);
    }

    #[test]
    fn a_demand_more_a_demand_less_and_another_lane_are_found() {
        let certificate = good();
        let mut more = lane(&certificate);
        more.demands.checks.push("new.check".to_owned());
        let mut less = lane(&certificate);
        less.demands.commands.clear();
        let mut other = lane(&certificate);
        other.class = "compatibility_non_blocking".to_owned();
        for lane in [more, less, other] {
            assert_eq!(codes(&certificate, &lane), ["cert/registry-drift"]);
        }
    }
}
