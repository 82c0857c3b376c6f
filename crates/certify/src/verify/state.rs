//! The one word that a matrix row says of a lane's certificate.

use contracts::runner::CertificateState;
use contracts::toolkit::VerifyResult;
use validator::judge::Judge;

use super::demands::Demands;
use super::report::verify;

/// The state of a lane's certificate: `None` when there is none, `Bad` when it is refused, or an
/// envelope stands there without the certificate that it is about.
#[must_use]
pub fn state_of(
    certificate: Option<&[u8]>,
    envelope: Option<&[u8]>,
    demands: &Demands<'_>,
    judge: &Judge,
) -> CertificateState {
    let Some(certificate) = certificate else {
        return if envelope.is_some() { CertificateState::Bad } else { CertificateState::None };
    };
    match verify(certificate, envelope, demands, judge).result {
        VerifyResult::Verified => CertificateState::Verified,
        VerifyResult::DigestOnly => CertificateState::DigestOnly,
        VerifyResult::Refused => CertificateState::Bad,
    }
}
