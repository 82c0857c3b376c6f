//! Foreign text in a line of a terminal or of a workflow's log.

use report::visible::visible_within;

/// Text that neither a terminal nor a workflow takes for a command: on one line, bounded, and
/// without the two signs that open a command of a workflow's log anywhere in a line.
#[must_use]
pub fn foreign(text: &str, limit: usize) -> String {
    visible_within(text, limit).replace("##", "# # ")
}

#[cfg(test)]
mod tests {
    use super::foreign;

    #[test]
    fn no_command_of_a_log_survives() {
        let shown = foreign("a ##[add-mask]x ###[error]\n::warning::y\u{1b}[2J", 500);
        assert!(!shown.contains("##") && !shown.contains('\n') && !shown.contains('\u{1b}'));
        assert_eq!(foreign("issue #7", 500), "issue #7");
    }
}
