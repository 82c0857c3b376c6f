//! A lane, as the registry describes it, reduced to what ingest needs.

use contracts::runner::{LaneClass, LaneStatus, RegistryRunner};
use serde_json::Value;
use validator::proof::demands::{Demands, LaneDemand};

/// One runner of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// Fit to be part of a file name, by the registry's rule.
    pub runner_id: String,
    /// The repository that holds the runner's code, where the registry says.
    pub implementation_repo: Option<String>,
    /// Whether it can block.
    pub class: LaneClass,
    /// Where it stands in its life.
    pub status: LaneStatus,
    /// Where its reports are published, where the registry says.
    pub exchange: Option<Exchange>,
    /// What the registry demands of it; rules over its report look at the exit codes.
    pub demand: LaneDemand,
    /// The name of the certificate asset.
    pub certificate_name: String,
    /// Why the registry's row cannot be used, when it cannot.
    pub broken: Option<String>,
}

/// Where a lane's reports are published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The address of the release metadata.
    pub release_api_url: String,
    /// The name of the report asset.
    pub report_asset_name: String,
    /// The bound on a report's age that the registry gives, in hours.
    pub slo_hours: Option<u32>,
}

impl Lane {
    /// The lane of a registry row that is in order, `tree` being the row as it was read.
    #[must_use]
    pub fn of(row: RegistryRunner, tree: &Value) -> Self {
        let demand = LaneDemand {
            runner_id: row.runner_id.clone(),
            class: row.class.as_str().to_owned(),
            status: row.status.as_str().to_owned(),
            implementation_repo: row.entrypoints.implementation_repo.clone(),
            demands: Demands::of(tree),
        };
        let json_out = row.artifact_contract.json_out.replace("{runner}", &row.runner_id);
        let certificate_name = json_out.rsplit('/').next().unwrap_or(&json_out).to_owned();
        Lane {
            runner_id: row.runner_id,
            implementation_repo: row.entrypoints.implementation_repo,
            class: row.class,
            status: row.status,
            exchange: row.status_exchange.map(|exchange| Exchange {
                release_api_url: exchange.release_api_url,
                report_asset_name: exchange.report_asset_name,
                slo_hours: exchange.freshness_slo_hours,
            }),
            demand,
            certificate_name,
            broken: None,
        }
    }

    /// A lane of which the registry says only who it is: it is shown, and nothing is fetched.
    #[must_use]
    pub fn broken(runner_id: &str, class: LaneClass, status: LaneStatus, why: String) -> Self {
        Lane {
            runner_id: runner_id.to_owned(),
            implementation_repo: None,
            class,
            status,
            exchange: None,
            demand: LaneDemand {
                runner_id: runner_id.to_owned(),
                class: class.as_str().to_owned(),
                status: status.as_str().to_owned(),
                implementation_repo: None,
                demands: Demands::default(),
            },
            certificate_name: String::new(),
            broken: Some(why),
        }
    }

    /// The name of the certificate's signed envelope.
    #[must_use]
    pub fn envelope_name(&self) -> String {
        let stem = self.certificate_name.strip_suffix(".json").unwrap_or(&self.certificate_name);
        format!("{stem}.intoto.jsonl")
    }
}
