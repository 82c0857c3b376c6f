//! The runner status exchange: reports, matrix, log, certificate, registry, schema catalog.

use contracts::runner as types;
use schemars::JsonSchema;

use crate::{Contract, Literal, Signature, Version};

/// The contracts of the family.
pub const CONTRACTS: &[Contract] =
    &[STATUS_REPORT, STATUS_MATRIX, INGEST_LOG, CERTIFICATE, REGISTRY, SCHEMA_CATALOG];

const STATUS_REPORT: Contract = Contract {
    id: "runner/status-report",
    title: "Runner status report",
    versions: &[Version {
        name: "v1",
        literal: Literal::Int(1),
        revisions: &[""],
        schema: |g| types::StatusReport::json_schema(g),
    }],
    version_member: Some("version"),
    signature: Signature {
        members: &[
            ("command_results", 5),
            ("artifact_refs", 4),
            ("overall_status", 4),
            ("release_version", 3),
            ("fresh_until", 3),
            ("lane_class", 3),
            ("commit_sha", 2),
            ("implementation_repo", 2),
            ("runner_id", 2),
            ("generated_at", 1),
        ],
        constants: &[],
        least: 6,
    },
    strict: false,
    page: "runner_status_report.md",
};

const STATUS_MATRIX: Contract = Contract {
    id: "runner/status-matrix",
    title: "Runner status matrix",
    versions: &[Version {
        name: "v1",
        literal: Literal::Int(1),
        revisions: &[""],
        schema: |g| types::StatusMatrix::json_schema(g),
    }],
    version_member: Some("version"),
    signature: Signature {
        members: &[("matrix_rows", 5), ("report_schema", 2), ("updated_at", 1), ("counts", 1)],
        constants: &[],
        least: 4,
    },
    strict: false,
    page: "runner_status_matrix.md",
};

const INGEST_LOG: Contract = Contract {
    id: "runner/ingest-log",
    title: "Runner ingest log",
    versions: &[Version {
        name: "v1",
        literal: Literal::Int(1),
        revisions: &[""],
        schema: |g| types::IngestLog::json_schema(g),
    }],
    version_member: Some("version"),
    signature: Signature {
        members: &[
            ("compatibility_stale_or_missing_count", 5),
            ("max_age_hours", 4),
            ("entries", 2),
            ("report_schema", 2),
            ("generated_at", 1),
        ],
        constants: &[],
        least: 5,
    },
    strict: false,
    page: "runner_ingest_log.md",
};

const CERTIFICATE: Contract = Contract {
    id: "runner/execution-certificate",
    title: "Runner execution certificate",
    versions: &[
        Version {
            name: "v1",
            literal: Literal::Int(1),
            revisions: &[""],
            schema: |g| types::ExecutionCertificate::json_schema(g),
        },
        Version {
            name: "v2",
            literal: Literal::Int(2),
            revisions: &[""],
            schema: |g| types::ExecutionCertificateV2::json_schema(g),
        },
    ],
    version_member: Some("version"),
    signature: Signature {
        members: &[
            ("execution_intent", 5),
            ("equivalence", 5),
            ("proof", 3),
            ("/proof/payload_sha256", 3),
            ("runner", 1),
            ("checks", 1),
            ("summary", 1),
        ],
        constants: &[],
        least: 6,
    },
    strict: false,
    page: "runner_execution_certificate.md",
};

const REGISTRY: Contract = Contract {
    id: "runner/certification-registry",
    title: "Runner certification registry",
    versions: &[
        Version {
            name: "v1",
            literal: Literal::Int(1),
            revisions: &[""],
            schema: |g| types::CertificationRegistry::json_schema(g),
        },
        Version {
            name: "v2",
            literal: Literal::Int(2),
            revisions: &[""],
            schema: |g| types::CertificationRegistryV2::json_schema(g),
        },
    ],
    version_member: Some("version"),
    signature: Signature {
        members: &[("runners", 5), ("certificate_schema_ref", 5)],
        constants: &[],
        least: 5,
    },
    strict: true,
    page: "runner_certification_registry.md",
};

const SCHEMA_CATALOG: Contract = Contract {
    id: "runner/schema-catalog",
    title: "Schema catalog",
    versions: &[Version {
        name: "v1",
        literal: Literal::Int(1),
        revisions: &[""],
        schema: |g| types::SchemaCatalog::json_schema(g),
    }],
    version_member: Some("version"),
    signature: Signature {
        members: &[("schemas", 5), ("conformance", 2)],
        constants: &[],
        least: 5,
    },
    strict: true,
    page: "runner_schema_catalog.md",
};
