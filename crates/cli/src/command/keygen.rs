//! `keygen`: a key pair to sign certificates with.

use std::path::{Path, PathBuf};

use certify::sign::key::{KeyFault, SigningKey};
use certify::sign::key_file;
use clap::{Args, ValueEnum};
use report::Exit;

use crate::entry::output_failed;
use crate::io::Io;

/// Make an Ed25519 key pair: OUT (readable by its owner alone) and OUT.pub. Nothing is replaced.
#[derive(Debug, Args)]
pub struct KeygenArgs {
    /// The file of the private key.
    #[arg(value_name = "OUT")]
    out: PathBuf,
    /// The form of both files.
    #[arg(long, value_enum, default_value_t = Form::Pkcs8)]
    format: Form,
    /// The comment in an OpenSSH key.
    #[arg(long, value_name = "TEXT", default_value = "")]
    comment: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// PKCS#8 PEM, as OpenSSL writes it.
    Pkcs8,
    /// As ssh-keygen writes it.
    Openssh,
}

impl KeygenArgs {
    /// Writes the pair and tells the key's id.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        let mut seed = [0; 32];
        if let Err(error) = getrandom::fill(&mut seed) {
            io.complain(format_args!("this system gives no random bytes: {error}"));
            return Exit::Bug;
        }
        let key = SigningKey::from_seed(&seed);
        seed.fill(0);
        let (private, public) = match self.texts(&key) {
            Ok(texts) => texts,
            Err(fault) => {
                io.complain(fault);
                return Exit::Usage;
            }
        };
        let beside = self.beside();
        if let Err((path, error)) = key_file::write_pair((&self.out, &private), (&beside, &public))
        {
            io.complain(format_args!("{}: {error}", path.display()));
            return Exit::Io;
        }
        match self.tell(&beside, &key.public().keyid(), io) {
            Ok(()) => Exit::Clean,
            Err(error) => output_failed(&error, io),
        }
    }

    fn texts(&self, key: &SigningKey) -> Result<(String, String), KeyFault> {
        match self.format {
            Form::Pkcs8 => Ok((key.to_pkcs8_pem()?, key.public().to_pem()?)),
            Form::Openssh => {
                let public = key.public().to_openssh(&self.comment)?;
                Ok((key.to_openssh(&self.comment)?, format!("{public}\n")))
            }
        }
    }

    fn beside(&self) -> PathBuf {
        let mut name = self.out.clone().into_os_string();
        name.push(".pub");
        name.into()
    }

    fn tell(&self, public: &Path, keyid: &str, io: &mut Io<'_>) -> std::io::Result<()> {
        writeln!(io.out, "private  {} (keep it secret)", self.out.display())?;
        writeln!(io.out, "public   {} (goes into the trust file)", public.display())?;
        writeln!(io.out, "keyid    {keyid}")
    }
}
