//! Certificates that others sign: what the director sees, what the technician may, and what is refused.

use crate::world::School;
use preau::base::{
    acme::{
        Fault, Problem,
        plan::{self, Next},
        store::{self, Way},
    },
    clock::Instant,
    tls::{Names, Verdict},
};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use std::time::Duration;

const PUBLIC: &str = "/reglages/certificat/public";
const TOWN: &str = "/reglages/certificat/mairie";
const NAME: &str = "ent.ville-fictive.fr";

/// The box is called so, and somebody has said that its date is right.
fn named(school: &School) {
    let mut director = school.browser("directrice");
    director.get("/reglages/adresse").form("Confirmer la date").tick("date_juste", "oui").send(&mut director);
    school.house.tend().unwrap();
    let verdict = school.house.verdict(&school.house.db.read().unwrap()).unwrap();
    let Verdict::Sure(now) = verdict else { panic!("the clock of the tests is believed") };
    school.house.tls.establish(&Names::parse(["ecole.local", NAME]).unwrap(), "École", now).unwrap();
}

/// A chain and its key, from an authority of the town's own, good for so many days.
fn made(school: &School, name: &str, days: i64) -> (String, String) {
    let now = school.house.clock.now();
    let date = |at: Instant| time::OffsetDateTime::from_unix_timestamp(at.0).unwrap();
    let root_key = KeyPair::generate().unwrap();
    let mut root = CertificateParams::default();
    root.distinguished_name.push(DnType::OrganizationName, "Ville fictive");
    root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let signed = root.self_signed(&root_key).unwrap();
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    // Begun this second, or already over.
    let began = now.plus(days.min(0) * 2 * Instant::DAY);
    (params.not_before, params.not_after) = (date(began), date(now.plus(days * Instant::DAY)));
    let key = KeyPair::generate().unwrap();
    let leaf = params.signed_by(&key, &Issuer::from_params(&root, &root_key)).unwrap();
    (leaf.pem() + &signed.pem(), key.serialize_pem())
}

fn wish(school: &School, names: &str) -> crate::world::Reply {
    let mut director = school.browser("directrice");
    let page = director.get(PUBLIC);
    page.form("Demander").set("noms", names).tick("conditions", "oui").send(&mut director)
}

#[test]
fn a_public_certificate_is_asked_for_once_the_name_is_ours_and_the_terms_are_agreed_to() {
    let school = School::new();
    named(&school);
    wish(&school, "ailleurs.ville-fictive.fr").assert_status(422).assert_says("n’est pas encore un nom de la boîte");
    wish(&school, "ecole.local").assert_status(422).assert_says("n’existe que dans l’école");
    let mut director = school.browser("directrice");
    let page = director.get(PUBLIC);
    // Nobody accepts what cannot be read.
    page.assert_says("https://letsencrypt.org/repository/");
    let form = page.form("Demander").set("noms", NAME);
    form.send(&mut director).assert_status(422).assert_says("Sans cet accord");
    assert!(store::standing(&school.house.db.read().unwrap()).unwrap().is_none());
    wish(&school, NAME).assert_status(200).assert_says("La boîte demande le certificat");
    let standing = store::standing(&school.house.db.read().unwrap()).unwrap().unwrap();
    assert_eq!((standing.wish.names, standing.wish.way), (vec![NAME.to_owned()], Way::Any));
    let stopped = director.get(PUBLIC).form("Ne plus demander").send(&mut director);
    stopped.assert_status(200).assert_says("ne demande plus");
    assert!(store::standing(&school.house.db.read().unwrap()).unwrap().is_none());
}

#[test]
fn a_refusal_is_told_and_what_the_authority_asked_for_is_not_shortened() {
    let school = School::new();
    named(&school);
    wish(&school, NAME);
    let now = school.house.clock.now();
    let fail = |kind: &str, wait: Option<i64>| {
        let kind = format!("urn:ietf:params:acme:error:{kind}");
        let fault = Fault::Refused(Problem { kind, detail: "too many <b>certificates</b>".to_owned(), wait });
        let tx = school.house.db.write().unwrap();
        store::begin(&tx, now.plus(-600), now.0 + 900).unwrap();
        store::failed(&tx, &fault, now.0 + 7200, wait.map(|wait| now.0 + wait)).unwrap();
        tx.commit().unwrap();
    };
    let kept = || store::standing(&school.house.db.read().unwrap()).unwrap().unwrap();
    let mut director = school.browser("directrice");
    fail("rateLimited", Some(3600));
    let page = director.get(PUBLIC);
    page.assert_says("demande d’attendre").assert_says("too many <b>certificates</b>");
    assert!(!page.has_button("Réessayer"));
    director.post("/reglages/certificat/public/essai", &[]).assert_status(422).assert_says("demande d’attendre");
    assert_eq!(kept().kept.not_before, Some(now.0 + 7200));
    // Another wish does not go round it.
    let form = director.get(PUBLIC).form("Enregistrer").set("contact", "mairie@ville-fictive.fr");
    form.send(&mut director).assert_status(200);
    assert_eq!(kept().kept.not_before, Some(now.0 + 3600));
    fail("dns", None);
    let tried = director.get(PUBLIC).form("Réessayer").send(&mut director);
    tried.assert_status(200).assert_says("La boîte demande le certificat");
    // A wish that was changed counts anew.
    assert_eq!((kept().kept.not_before, kept().failures), (None, 1));
}

/// « Ne plus demander », then a wish as if it were the first: the authority's own patience is not forgotten with the wish.
#[test]
fn to_give_up_and_to_begin_anew_is_no_way_round_what_the_authority_asked_for() {
    let school = School::new();
    named(&school);
    wish(&school, NAME);
    let now = school.house.clock.now();
    let kind = "urn:ietf:params:acme:error:rateLimited".to_owned();
    let fault = Fault::Refused(Problem { kind, detail: "too many certificates".to_owned(), wait: Some(7200) });
    let write = |does: &dyn Fn(&preau::base::db::Tx)| {
        let tx = school.house.db.write().unwrap();
        does(&tx);
        tx.commit().unwrap();
    };
    let standing = || store::standing(&school.house.db.read().unwrap()).unwrap();
    write(&|tx| {
        store::begin(tx, now.plus(-20), now.0 + 900).unwrap();
        store::failed(tx, &fault, now.0 + 7300, Some(now.0 + 7200)).unwrap();
    });
    let mut director = school.browser("directrice");
    let mut begin_anew = || {
        director.get(PUBLIC).form("Ne plus demander").send(&mut director).assert_status(200);
        assert!(standing().is_none(), "nobody wants one");
        director.get(PUBLIC).assert_silent_on("demande d’attendre").assert_silent_on("too many certificates");
        wish(&school, NAME)
            .assert_status(200)
            .assert_silent_on("l’affaire d’une minute")
            .assert_says("demande d’attendre");
        standing().unwrap()
    };
    let anew = begin_anew();
    assert_eq!((anew.kept.not_before, anew.asked_for), (Some(now.0 + 7200), Some(now.plus(7200))));
    assert_eq!((anew.failures, anew.fault), (0, None), "of the old wish nothing else is left");
    assert_eq!(plan::next(now.0 + 7199, None, anew.kept), Next::Nothing);
    assert_eq!(plan::next(now.0 + 7200, None, anew.kept), Next::Order);
    assert!(!director.get(PUBLIC).has_button("Réessayer"));
    director.post("/reglages/certificat/public/essai", &[]).assert_status(422).assert_says("demande d’attendre");
    // It said so of a try that was under way while somebody gave up: whatever is wished for next waits.
    write(&|tx| {
        store::forget(tx).unwrap();
        store::leave_alone(tx, now.0 + 9000).unwrap();
    });
    wish(&school, NAME).assert_status(200);
    assert_eq!(standing().unwrap().kept.not_before, Some(now.0 + 9000));
    // Its time over, a wish is asked for at once.
    school.house.clock.set(now.plus(9001));
    director.get(PUBLIC).form("Ne plus demander").send(&mut director).assert_status(200);
    wish(&school, NAME).assert_status(200).assert_says("l’affaire d’une minute");
    assert_eq!(plan::next(now.0 + 9001, None, standing().unwrap().kept), Next::Order);
}

/// « Réessayer » waits a minute after a try; « Enregistrer » is no way round it.
#[test]
fn to_save_again_is_not_to_ask_again_at_once() {
    let school = School::new();
    named(&school);
    wish(&school, NAME);
    let now = school.house.clock.now();
    let kept = || store::standing(&school.house.db.read().unwrap()).unwrap().unwrap();
    let tried = |at| {
        let tx = school.house.db.write().unwrap();
        store::begin(&tx, at, now.0 + 900).unwrap();
        tx.commit().unwrap();
    };
    let mut director = school.browser("directrice");
    let mut save = || {
        director.get(PUBLIC).form("Enregistrer").send(&mut director).assert_status(200);
        (kept().kept.not_before, plan::next(now.0, None, kept().kept))
    };
    tried(now.plus(-20));
    assert_eq!(save(), (Some(now.0 + 40), Next::Nothing));
    assert_eq!(save(), (Some(now.0 + 40), Next::Nothing), "nor twice");
    assert_eq!(plan::next(now.0 + 40, None, kept().kept), Next::Order);
    director.post("/reglages/certificat/public/essai", &[]).assert_status(422).assert_says("laissez-lui une minute");
    assert_eq!(kept().kept.not_before, Some(now.0 + 40));
    // A minute later it is asked at once; a clock that was set back makes nobody wait.
    for at in [now.plus(-60), now.plus(3600)] {
        tried(at);
        let mut director = school.browser("directrice");
        director.get(PUBLIC).form("Enregistrer").send(&mut director).assert_status(200);
        assert_eq!(kept().kept.not_before, None, "{at:?}");
    }
}

#[test]
fn a_clock_in_doubt_asks_nobody() {
    let school = School::new();
    named(&school);
    wish(&school, NAME);
    school.at("2019-01-01T08:00");
    preau::app::acme::go(&school.house, true, &|_: Duration| false).unwrap();
    let standing = store::standing(&school.house.db.read().unwrap()).unwrap().unwrap();
    assert_eq!((standing.tried_at, standing.failures), (None, 0));
}

#[test]
fn a_town_s_certificate_is_checked_then_served_then_taken_out() {
    let school = School::new();
    named(&school);
    let (chain, key) = made(&school, NAME, 90);
    let (_, other) = made(&school, NAME, 90);
    let mut director = school.browser("directrice");
    let mut send = |chain: &str, key: &str| {
        let form = director.get(TOWN).form("Vérifier");
        let form = form.attach("certificat", "ent.pem", chain.as_bytes()).attach("cle", "ent.key", key.as_bytes());
        form.send(&mut director)
    };
    send(&chain, &other).assert_status(422).assert_says("La clé n’est pas celle de ce certificat");
    send(&key, &key).assert_status(422).assert_says("ne contient pas de certificat");
    let (ended, its) = made(&school, NAME, -1);
    send(&ended, &its).assert_status(422).assert_says("ne vaut plus depuis");
    assert!(school.house.tls.facts().town.is_none(), "nothing bad is put in place");
    send(&chain, &key).assert_status(200).assert_says("Ville fictive");
    assert!(!crate::world::data_holds(&school.data().join("fichiers"), key.as_bytes()), "the key is nowhere else");
    let list = director.get("/reglages/certificat");
    list.assert_says(&format!("{NAME} : le certificat de la mairie"))
        .assert_says("ecole.local : le certificat de l’école");
    director.get(TOWN).form("Retirer").send(&mut director).assert_status(200);
    director.get("/reglages/certificat").assert_says(&format!("{NAME} : le certificat de l’école"));
    assert!(!school.data().join("tls/cle.pem").exists());
}

#[test]
fn an_ended_public_certificate_leaves_its_place_to_the_school_s() {
    let school = School::new();
    named(&school);
    wish(&school, NAME);
    // Given after the house last looked at its clock.
    school.house.clock.set(school.house.clock.now().plus(30));
    let (chain, key) = made(&school, NAME, 10);
    let clock = school.house.verdict(&school.house.db.read().unwrap()).unwrap();
    school.house.tls.keep_public(&chain, &key, &clock).unwrap().unwrap();
    let mut director = school.browser("directrice");
    director.get(PUBLIC).assert_says("Servi, valable jusqu’au");
    director.get("/reglages/certificat").assert_says(&format!("{NAME} : le certificat public"));
    let now = school.house.clock.now();
    let later = now.plus(11 * Instant::DAY).zoned(&jiff::tz::TimeZone::UTC).strftime("%Y-%m-%dT%H:%M").to_string();
    school.at(&later);
    school.house.tend().unwrap();
    let mut director = school.browser("directrice");
    director.get(PUBLIC).assert_says("le certificat de l’école répond en attendant");
    director.get("/reglages/certificat").assert_says("car le certificat public est fini");
}

#[test]
fn nobody_else_comes_near() {
    let school = School::new();
    named(&school);
    for who in ["maitre_cm1", "parent_lea", "other_parent_lea"] {
        for path in [PUBLIC, TOWN, "/reglages/certificat"] {
            assert!([403, 404].contains(&school.browser(who).get(path).status), "{who} {path}");
        }
    }
}
