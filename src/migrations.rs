//! The one numbered list for the house. Up only; a released file is never edited.

use crate::base::db::migrate::Step;

pub const STEPS: &[Step] = &[
    Step { name: "0001_house", sql: include_str!("migrations/0001_house.sql") },
    Step { name: "0002_school", sql: include_str!("migrations/0002_school.sql") },
    Step { name: "0003_liaison", sql: include_str!("migrations/0003_liaison.sql") },
    Step { name: "0004_people", sql: include_str!("migrations/0004_people.sql") },
    Step { name: "0005_accounts", sql: include_str!("migrations/0005_accounts.sql") },
    Step { name: "0006_services", sql: include_str!("migrations/0006_services.sql") },
    Step { name: "0007_rescue", sql: include_str!("migrations/0007_rescue.sql") },
    Step { name: "0008_search", sql: include_str!("migrations/0008_search.sql") },
    Step { name: "0009_notices", sql: include_str!("migrations/0009_notices.sql") },
    Step { name: "0010_consent", sql: include_str!("migrations/0010_consent.sql") },
    Step { name: "0011_media", sql: include_str!("migrations/0011_media.sql") },
    Step { name: "0012_blog", sql: include_str!("migrations/0012_blog.sql") },
    Step { name: "0013_uploads", sql: include_str!("migrations/0013_uploads.sql") },
    Step { name: "0014_messages", sql: include_str!("migrations/0014_messages.sql") },
    Step { name: "0015_documents", sql: include_str!("migrations/0015_documents.sql") },
    Step { name: "0016_backup", sql: include_str!("migrations/0016_backup.sql") },
    Step { name: "0017_health", sql: include_str!("migrations/0017_health.sql") },
    Step { name: "0018_backup_plan", sql: include_str!("migrations/0018_backup_plan.sql") },
    Step { name: "0020_acme", sql: include_str!("migrations/0020_acme.sql") },
    Step { name: "0021_access", sql: include_str!("migrations/0021_access.sql") },
    Step { name: "0022_watch", sql: include_str!("migrations/0022_watch.sql") },
    Step { name: "0023_pupils", sql: include_str!("migrations/0023_pupils.sql") },
    Step { name: "0024_year", sql: include_str!("migrations/0024_year.sql") },
    Step { name: "0025_export", sql: include_str!("migrations/0025_export.sql") },
    Step { name: "0026_erasure", sql: include_str!("migrations/0026_erasure.sql") },
    Step { name: "0027_statistics", sql: include_str!("migrations/0027_statistics.sql") },
    Step { name: "0028_consents", sql: include_str!("migrations/0028_consents.sql") },
];
