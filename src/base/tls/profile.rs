//! The configuration profile by which Apple's systems install a root. Its identifiers come from the fingerprint:
//! the same root gives the same bytes, and installing it twice replaces it.

use super::facts::Root;
use super::fingerprint::Fingerprint;
use base64::{Engine, engine::general_purpose::STANDARD};

pub(super) fn of(root: &Root) -> String {
    let print = root.fingerprint();
    let id = format!("fr.preau.autorite.{}", &print.compact()[..16]);
    let school = escaped(&root.school);
    let title = escaped(&root.title);
    let content = STANDARD.encode(root.der());
    let (inner, outer) = (uuid(&print, 0), uuid(&print, 16));
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>PayloadContent</key>
	<array>
		<dict>
			<key>PayloadCertificateFileName</key>
			<string>preau.cer</string>
			<key>PayloadContent</key>
			<data>{content}</data>
			<key>PayloadDescription</key>
			<string>Ne vaut que pour les adresses de l’école.</string>
			<key>PayloadDisplayName</key>
			<string>{title}</string>
			<key>PayloadIdentifier</key>
			<string>{id}.racine</string>
			<key>PayloadType</key>
			<string>com.apple.security.root</string>
			<key>PayloadUUID</key>
			<string>{inner}</string>
			<key>PayloadVersion</key>
			<integer>1</integer>
		</dict>
	</array>
	<key>PayloadDescription</key>
	<string>Pour les appareils de l’école et du personnel : reconnaître l’adresse de l’école sans avertissement.</string>
	<key>PayloadDisplayName</key>
	<string>{title}</string>
	<key>PayloadIdentifier</key>
	<string>{id}</string>
	<key>PayloadOrganization</key>
	<string>{school}</string>
	<key>PayloadRemovalDisallowed</key>
	<false/>
	<key>PayloadType</key>
	<string>Configuration</string>
	<key>PayloadUUID</key>
	<string>{outer}</string>
	<key>PayloadVersion</key>
	<integer>1</integer>
</dict>
</plist>
"#
    )
}

/// Sixteen bytes of the fingerprint, marked as a UUID of the maker's own devising (version 8).
fn uuid(print: &Fingerprint, start: usize) -> String {
    let mut hex: Vec<u8> = print.bytes()[start..start + 16].to_vec();
    hex[6] = (hex[6] & 0x0f) | 0x80;
    hex[8] = (hex[8] & 0x3f) | 0x80;
    let hex: String = hex.iter().map(|byte| format!("{byte:02X}")).collect();
    let cuts = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)];
    cuts.map(|(from, to)| hex[from..to].to_owned()).join("-")
}

fn escaped(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .map(|c| match c {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            c => c.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::tls::names::Names;

    fn root() -> Root {
        Root {
            title: "Préau – autorité de Jeux & <Jaurès>".to_owned(),
            school: "Jeux & <Jaurès>".to_owned(),
            names: Names::parse(["ecole.local"]).unwrap(),
            from: 0,
            until: 1,
            der: b"a certificate".to_vec(),
        }
    }

    #[test]
    fn the_profile_is_the_same_each_time_and_carries_the_root() {
        let profile = of(&root());
        assert_eq!(profile, of(&root()));
        assert!(profile.contains(&STANDARD.encode(b"a certificate")));
        assert!(profile.contains("com.apple.security.root"));
        assert!(profile.contains("autorité de Jeux &amp; &lt;Jaurès&gt;"));
        assert!(!profile.contains("<Jaurès>"));
        let other = Root { der: b"another".to_vec(), ..root() };
        assert_ne!(of(&other), profile);
    }

    #[test]
    fn the_two_identifiers_are_well_formed_and_differ() {
        let print = root().fingerprint();
        let (inner, outer) = (uuid(&print, 0), uuid(&print, 16));
        assert_ne!(inner, outer);
        for id in [inner, outer] {
            let lengths: Vec<usize> = id.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12]);
            assert_eq!(&id[14..15], "8", "version");
            assert!("89AB".contains(&id[19..20]), "variant");
        }
    }
}
