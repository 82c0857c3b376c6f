//! What `migrate` tells of documents and of migration files. It needs a migration beside the
//! document, so that no document alone can be a golden fixture.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// Every code.
pub static METAS: [&Meta; 3] = [&REFUSED, &STEP, &FILE];

static REFUSED: Meta = Meta {
    code: "migration/refused",
    level: Severity::Error,
    consumer: None,
    says: "The document has nothing that the migration says it does not touch.",
    why: "Some documents mean one thing by the old version and another by the new one; guessing which was meant would change what they say.",
    remedy: "Settle by hand what the migration names, then migrate the document.",
};

static STEP: Meta = Meta {
    code: "migration/step",
    level: Severity::Error,
    consumer: None,
    says: "Every step of the migration can be done without losing anything that the migration does not name.",
    why: "A member that is overwritten, or a digest that is computed over a changed document, is a loss that nobody would notice.",
    remedy: "Look at the place that the finding names; a digest that does not fit means that the document was changed.",
};

static FILE: Meta = Meta {
    code: "migration/file",
    level: Severity::Error,
    consumer: None,
    says: "A migration file is named after what it says, and says one thing of each pair of versions.",
    why: "Whoever migrates finds the file by its name, and two files for one way would make the outcome a matter of luck.",
    remedy: "Name the file `<contract>/<from>-to-<to>.yaml` after its members, and let them name versions that the catalogue holds.",
};
