//! `schema show`: one schema, as YAML or JSON.

use clap::{Args, ValueEnum};
use report::Exit;

use crate::entry::output_failed;
use crate::io::Io;
use crate::reference;

/// Print one schema.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// `ID`, `ID@vN`, `ID@vN.REV` or `ID@REV`.
    #[arg(value_name = "ID[@REV]")]
    id: String,
    /// The form to print.
    #[arg(long, value_enum, default_value_t = Form::Yaml)]
    format: Form,
}

/// The form to print a schema in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Canonical YAML, as the file stands.
    Yaml,
    /// JSON.
    Json,
}

impl ShowArgs {
    /// Prints the embedded schema.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        let reference = match reference::parse(&self.id) {
            Ok(reference) => reference,
            Err(error) => {
                io.complain(error);
                return Exit::Usage;
            }
        };
        let path = reference.schema_path();
        let Some(file) = specs::file(&path) else {
            io.complain(format_args!(
                "specs/{path} is not embedded; run `data-contracts schema generate` and build again"
            ));
            return Exit::Io;
        };
        let written = match self.format {
            Form::Yaml => write!(io.out, "{}", file.text),
            Form::Json => {
                let value: serde_json::Value =
                    serde_json::from_str(file.json.unwrap_or_default()).unwrap_or_default();
                writeln!(io.out, "{value:#}")
            }
        };
        written.map_or_else(|error| output_failed(&error, io), |()| Exit::Clean)
    }
}
