//! Letters as the programs of families and servers write them.

use super::*;

const HEAD: &str = "Return-Path: <sophie.martin@exemple.fr>\r\nFrom: Sophie Martin <Sophie.Martin@exemple.fr>\r\nTo: ecole+x@ville.example\r\nMessage-ID: <CAF=1@Mail.Exemple.fr>\r\n";

fn letter(headers: &str, body: &str) -> Vec<u8> {
    format!("{HEAD}{headers}\r\n{}", body.replace('\n', "\r\n")).into_bytes()
}

fn plain(subject: &str, body: &str) -> Vec<u8> {
    let kind = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n";
    letter(&format!("Subject: {subject}\r\n{kind}"), body)
}

fn html(body: &str) -> Vec<u8> {
    letter("Subject: Re: Sortie\r\nContent-Type: text/html; charset=utf-8\r\n", body)
}

fn answer(raw: &[u8]) -> Incoming {
    match read(raw, "jeton") {
        Parsed::Answer(answer) => answer,
        other => panic!("{other:?}\n{}", String::from_utf8_lossy(raw)),
    }
}

#[test]
fn only_what_stands_above_the_quote_is_the_person_s() {
    let bodies = [
        (
            "Gmail",
            "Lu et signé\n\nLe mar. 17 nov. 2026 à 08:30, École Jean-Jaurès <\necole+abc@ville.example> a écrit :\n\n> Bonjour,\n> Lu et signé ?\n",
        ),
        (
            "Gmail en anglais",
            "Lu et signé\n\nOn Tue, Nov 17, 2026 at 8:30 AM École <ecole@ville.example> wrote:\n\n> Bonjour\n",
        ),
        (
            "Apple",
            "Lu et signé\n\nEnvoyé de mon iPhone\n\n> Le 17 nov. 2026 à 08:30, École Jean-Jaurès <ecole@ville.example> a écrit :\n> \n> Bonjour\n",
        ),
        (
            "Outlook",
            "Lu et signé\n\nSophie Martin\n________________________________\nDe : École Jean-Jaurès <ecole@ville.example>\nEnvoyé : mardi 17 novembre 2026 08:30\nÀ : Sophie Martin\nObjet : Sortie\n\nBonjour, répondez Lu et signé\n",
        ),
        ("Outlook ancien", "Lu et signé\n\n-----Message d'origine-----\nDe : École\nBonjour\n"),
        (
            "Orange",
            "Lu et signé\n\n\n\n> message du 17/11/26 08:30\n> De : \"École\" <ecole@ville.example>\n> A : sophie.martin@exemple.fr\n> Bonjour\n",
        ),
        ("SFR", "Lu et signé\n\n--- Message original ---\nDe : École\nEnvoyé : 17/11/2026\nBonjour\n"),
        (
            "Zimbra (Free)",
            "Lu et signé\n\n----- Mail original -----\nDe: \"École\" <ecole@ville.example>\nÀ: \"Sophie\"\nEnvoyé: Mardi 17 Novembre 2026 08:30:00\nObjet: Sortie\n\nBonjour\n",
        ),
        (
            "La Poste",
            "Lu et signé\n\nDe : \"École\"\nA : sophie.martin@exemple.fr\nEnvoyé: mardi 17 novembre\nObjet : Sortie\n\nBonjour\n",
        ),
        (
            "Yahoo",
            "Lu et signé\n\n\u{a0}\u{a0}\u{a0} Le mardi 17 novembre 2026 à 08:30:12 UTC+1, École <ecole@ville.example> a écrit\u{a0}: \n \n Bonjour\n",
        ),
        (
            "Thunderbird, réponse en dessous",
            "Le 17/11/2026 à 08:30, École a écrit :\n> Bonjour\n>\n> Sortie\n\nLu et signé\n\n-- \nSophie Martin\nParent d'élève\n",
        ),
        ("signature", "Lu et signé\n\n-- \nSophie\n"),
        ("téléchargement", "\u{200b}Lu\u{a0}et signé\n\nTélécharger Outlook pour Android<https://aka.ms/x>\n"),
    ];
    for (program, body) in bodies {
        let read = answer(&plain("Re: Sortie au musée", body));
        let first = read.text.lines().next().unwrap_or("");
        assert_eq!(first, "Lu et signé", "{program}: {read:?}");
        assert!(!read.text.contains("Bonjour"), "{program}: {read:?}");
        assert_eq!((read.doubt, read.from.as_str()), (None, "sophie.martin@exemple.fr"), "{program}");
        assert_eq!(read.message, "caf=1@mail.exemple.fr");
    }
}

#[test]
fn html_alone_is_cut_where_the_program_quotes() {
    let bodies = [
        (
            "Gmail",
            "<div dir=\"ltr\">Lu et signé</div><br><div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\" class=\"gmail_attr\">Le mar. 17 nov.</div><blockquote>Bonjour</blockquote></div>",
        ),
        (
            "Outlook",
            "<html><head><style>p{color:red}</style></head><body><p class=MsoNormal>Lu et signé</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>De :</b> École<br><b>Envoyé :</b> mardi</p></div></div><p>Bonjour</p></body></html>",
        ),
        (
            "Outlook mobile",
            "<div>Lu et signé</div><div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\"><b>De :</b> École</div><div>Bonjour</div>",
        ),
        (
            "Apple",
            "<div>Lu et signé</div><div><br></div><div><blockquote type=\"cite\">Le 17 nov. 2026<br>Bonjour</blockquote></div>",
        ),
        (
            "Yahoo",
            "<div>Lu et signé</div><div id=\"x\" class=\"yahoo_quoted\"><div>Le mardi</div><div>Bonjour</div></div>",
        ),
    ];
    for (program, body) in bodies {
        let read = answer(&html(body));
        assert_eq!((read.text.as_str(), read.doubt), ("Lu et signé", None), "{program}: {read:?}");
    }
}

#[test]
fn a_machine_s_letter_is_nobody_s_answer() {
    let quoting = "Je suis absente jusqu'au 30.\n\n> Répondez : Lu et signé\nLu et signé\n";
    let headers = [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated (rejected)",
        "Precedence: bulk",
        "Precedence: auto_reply",
        "List-Id: <parents.exemple.fr>",
        "X-Autoreply: yes",
        "X-Auto-Response-Suppress: All",
    ];
    for header in headers {
        let raw = letter(&format!("Subject: Re: Sortie\r\n{header}\r\n"), quoting);
        assert!(matches!(read(&raw, "x"), Parsed::Automatic), "{header}");
    }
    let subjects = [
        "Réponse automatique : Sortie",
        "=?utf-8?Q?R=C3=A9ponse_automatique_:_Sortie?=",
        "Absence du bureau : Sortie",
        "Out of Office: Sortie",
        "Automatic reply: Sortie",
        "Out of office Re: Sortie",
    ];
    for subject in subjects {
        assert!(matches!(read(&plain(subject, quoting), "x"), Parsed::Automatic), "{subject}");
    }
    let empty = "Return-Path: <>\r\nFrom: a@b.fr\r\nTo: x@y.fr\r\nSubject: Re: Sortie\r\n\r\nLu et signé\r\n";
    assert!(matches!(read(empty.as_bytes(), "x"), Parsed::Automatic));
    // A person may say that she is away, and be no machine.
    assert!(matches!(read(&plain("Re: Sortie", "Oui. Je serai absente lundi.\n"), "x"), Parsed::Answer(_)));
    let no = letter("Subject: Re: Sortie\r\nAuto-Submitted: no\r\n", "Lu et signé\n");
    assert_eq!(answer(&no).doubt, None);
}

#[test]
fn a_letter_handed_on_is_no_answer() {
    let forwards = [
        ("Fwd: Sortie", "---------- Forwarded message ---------\nDe : École\nDate: mar. 17 nov.\n\nLu et signé\n"),
        (
            "TR: Sortie",
            "\n________________________________\nDe : École\nEnvoyé : mardi\nObjet : Sortie\n\nLu et signé\n",
        ),
        ("Sortie", "\nDébut du message transféré :\n\n> De: École\n> Objet: Sortie\n> \n> Lu et signé\n"),
    ];
    for (subject, body) in forwards {
        let read = answer(&plain(subject, body));
        assert_eq!((read.doubt, read.text.as_str()), (Some(Doubt::Forward), ""), "{subject}: {read:?}");
    }
}

#[test]
fn a_sender_whom_our_server_doubts_does_not_sign() {
    let cases = [
        ("mx.ville.example; spf=pass smtp.mailfrom=exemple.fr; dkim=pass header.d=exemple.fr; dmarc=pass", false),
        ("mx.ville.example; dmarc=fail (p=none) header.from=exemple.fr; spf=pass; dkim=none", true),
        ("mx.ville.example; spf=fail smtp.mailfrom=exemple.fr; dkim=none", true),
        ("mx.ville.example; spf=fail smtp.mailfrom=exemple.fr; dkim=pass header.d=attaquant.example", true),
        ("mx.ville.example;\r\n dkim=pass header.i=@exemple.fr;\r\n spf=fail (forwarded) smtp.mailfrom=x.fr", false),
        ("mx.ville.example; spf=softfail; dkim=none", false),
        ("mx.ville.example; none", false),
        ("mx.ville.example; spf=fail (dkim=pass; dmarc=pass) smtp.mailfrom=exemple.fr", true),
    ];
    for (results, is_doubted) in cases {
        let below = "Authentication-Results: mx.ville.example; dmarc=pass; dkim=pass header.d=exemple.fr\r\n";
        let raw = [
            format!("Authentication-Results: {results}\r\n{below}").into_bytes(),
            plain("Re: Sortie", "Lu et signé\n"),
        ];
        let read = answer(&raw.concat());
        assert_eq!(read.doubt == Some(Doubt::NotAuthentic), is_doubted, "{results}");
    }
}

#[test]
fn what_cannot_be_read_is_for_a_person() {
    let long = "Un long récit. ".repeat(400);
    assert_eq!(answer(&plain("Re: Sortie", &long)).doubt, Some(Doubt::Unreadable));
    assert_eq!(answer(&plain("Re: Sortie", "\n> Bonjour\n")).doubt, Some(Doubt::Unreadable));
    let two = "From: a@b.fr, c@d.fr\r\nTo: x@y.fr\r\nSubject: Re\r\n\r\nLu et signé\r\n";
    let read = answer(two.as_bytes());
    assert_eq!((read.doubt, read.from.as_str()), (Some(Doubt::Unreadable), ""));
    assert_eq!(read.message.len(), 64, "without a Message-ID, one made from the whole");
}

fn report(raw: &[u8]) -> Report {
    match read(raw, "jeton") {
        Parsed::Report(report) => report,
        other => panic!("{other:?}"),
    }
}

fn dsn(from: &str, fields: &str) -> Vec<u8> {
    format!(
        "Return-Path: <>\r\nFrom: {from}\r\nTo: ecole+x@ville.example\r\nSubject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nI'm sorry\r\n\r\n--b\r\n\
         Content-Type: message/delivery-status\r\n\r\n{}\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: ecole@ville.example\r\nSubject: Sortie\r\n\r\nLu et signé\r\n--b--\r\n",
        fields.replace('\n', "\r\n")
    )
    .into_bytes()
}

#[test]
fn reports_say_whether_anybody_is_there() {
    let postfix = "Reporting-MTA: dns; mx.ville.example\nX-Postfix-Queue-ID: 12\n\nFinal-Recipient: rfc822; paul@exemple.fr\nOriginal-Recipient: rfc822;paul@exemple.fr\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.exemple.fr\nDiagnostic-Code: smtp; 550 5.1.1 <paul@exemple.fr>: Recipient address\n    rejected: User unknown\n";
    let read = report(&dsn("MAILER-DAEMON@mx.ville.example (Mail Delivery System)", postfix));
    assert!(read.is_hard);
    assert_eq!(read.address.as_deref(), Some("paul@exemple.fr"));
    assert_eq!(read.said, "550 5.1.1 <paul@exemple.fr>: Recipient address rejected: User unknown");
    let exchange = "Reporting-MTA: dns;EX.ville.example\n\nFinal-Recipient: rfc822;paul@exemple.fr\nAction: failed\nStatus: 5.1.10\nDiagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup\n";
    assert!(report(&dsn("Microsoft Outlook <postmaster@ville.example>", exchange)).is_hard);
    let gmail = "Reporting-MTA: dns; googlemail.com\n\nFinal-Recipient: rfc822; paul@gmail.com\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 The email account that you tried to reach is over quota.\n";
    let full = report(&dsn("Mail Delivery Subsystem <mailer-daemon@googlemail.com>", gmail));
    assert!(!full.is_hard && full.said.contains("over quota"));
    let vague = "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; paul@exemple.fr\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 user unknown\n";
    assert!(report(&dsn("MAILER-DAEMON@x", vague)).is_hard);
}

#[test]
fn a_letter_that_is_late_or_arrived_is_no_refusal() {
    for action in ["delayed", "delivered", "relayed"] {
        let fields = format!(
            "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; paul@exemple.fr\nAction: {action}\nStatus: 4.4.1\n"
        );
        assert!(matches!(read(&dsn("MAILER-DAEMON@x", &fields), "x"), Parsed::Automatic), "{action}");
    }
}

#[test]
fn a_report_without_fields_is_read_by_its_words() {
    let qmail = "Return-Path: <>\r\nFrom: MAILER-DAEMON@relais.example\r\nTo: x@y.fr\r\nSubject: failure notice\r\n\r\nHi. This is the qmail-send program.\r\n\r\n<paul@exemple.fr>:\r\n192.0.2.1 does not like recipient.\r\nRemote host said: 550 5.1.1 No such user\r\nGiving up on 192.0.2.1.\r\n\r\n--- Below this line is a copy of the message.\r\n\r\nReturn-Path: <x@y.fr>\r\n\r\nLu et signé 550 5.1.1\r\n";
    let read = report(qmail.as_bytes());
    assert!(read.is_hard && read.said.contains("550 5.1.1 No such user"), "{read:?}");
}

/// Cut anywhere, as a letter longer than what is fetched is; and bytes that are no letter at all.
#[test]
fn nothing_that_is_cut_or_broken_makes_it_panic() {
    let whole = [
        plain("=?utf-8?B?UmU6IFNvcnRpZQ==?=", "Lu et signé\n\nLe 17 nov. 2026 à 08:30, É a écrit :\n> a\n"),
        html("<div>Lu</div><blockquote>É</blockquote><style>x"),
        dsn(
            "MAILER-DAEMON@x",
            "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; p@x.fr\nAction: failed\nStatus: 5.1.1\n",
        ),
        [b"Authentication-Results: x; dmarc=fail (a(b\r\n".to_vec(), plain("Fwd: é", "---- message transféré\n")]
            .concat(),
    ];
    for raw in &whole {
        for end in 0..=raw.len() {
            read(&raw[..end], "x");
        }
        for at in 0..raw.len() {
            let mut broken = raw.clone();
            broken[at] = broken[at].wrapping_mul(31).wrapping_add(129);
            read(&broken, "x");
        }
    }
}
