//! `/mise-en-route…`: one short function per path, and the way to the screen where one stands.

use super::{
    announce,
    forms::{self, CodeForm, DirectorForm, RetypeForm},
    pages,
    store::{self, Step},
};
use crate::{
    base::{
        db::Tx,
        error::Result,
        secret::{self, Token},
    },
    door::{
        Beats, Cx, Draft, Faults, Page, SetUpCode, SettingUp,
        page::SessionChange,
        session,
        throttle::{self, Rate},
    },
    rooms::settings::{
        address::{self, forms::AddressForm},
        mail::{self, forms::MailForm},
        school::{self, forms::SchoolForm},
    },
    school::{account, class, person, settings},
};

/// Tries at the code, from one network: the code is long, so this only keeps the box quiet.
const TRIES: Rate = Rate { at_once: 8, every: 30 };

pub fn door(cx: &Cx, _: &SetUpCode, draft: &Draft) -> Result<Page> {
    let state = store::state(&cx.db)?;
    let known = match (&cx.ask.set_up, &state.visitor) {
        (Some(token), Some(known)) => secret::is_same(&Token::presented(token).digest(), known),
        _ => false,
    };
    if known && draft.is_blank() {
        return Ok(Page::go(path(state.step)));
    }
    Ok(Page::narrow("Mise en route", pages::door(draft, &cx.house.tls.facts())))
}

/// The try is counted even when it fails, hence two beats.
pub fn knock(beats: &Beats, form: CodeForm) -> Result<Page> {
    let wait = beats.record::<SetUpCode, _>(|cx, _| {
        let network = throttle::network(cx.ask.address);
        throttle::take(&cx.db, &[(format!("setup {network}"), TRIES), ("setup".to_owned(), throttle::SERVER)], cx.now)
    })?;
    if let Some(seconds) = wait {
        return Ok(Page::again(Faults::one("code", pages::wait(seconds))));
    }
    beats.write::<SetUpCode>(|cx, _| {
        let state = store::state(&cx.db)?;
        let given = cx.house.keys.code("setup", &form.0);
        if !state.code.is_some_and(|code| secret::is_same(&code, &given)) {
            return Ok(Page::again(Faults::one("code", pages::WRONG_CODE)));
        }
        let token = Token::draw()?;
        store::set_visitor(&cx.db, &token)?;
        Ok(Page::go(path(state.step)).with_session(SessionChange::SetUp(token)))
    })
}

pub fn school(cx: &Cx, _: &SettingUp, draft: &Draft) -> Result<Page> {
    let ecoles: Vec<_> = class::store::ecoles(&cx.db)?.into_iter().map(|(_, ecole)| ecole).collect();
    let draft = school::pages::standing(draft, &cx.school, &ecoles);
    Ok(Page::narrow("L’école", pages::school(&draft)))
}

pub fn save_school(cx: &Cx<Tx>, gate: SettingUp, form: SchoolForm) -> Result<Page> {
    if let Err(faults) = form.take_away(&cx.db, &gate.house())? {
        return Ok(Page::again(faults));
    }
    form.write(&cx.db, cx.today, &gate.house())?;
    // The zone may have been corrected on coming back: until the end the calendar follows it.
    school::forms::take_zone_calendar(&cx.db, form.zone, &gate.house())?;
    store::reach(&cx.db, Step::Director, &gate.house())?;
    Ok(Page::go(path(Step::Director)))
}

pub fn director(cx: &Cx, gate: &SettingUp, draft: &Draft) -> Result<Page> {
    let state = store::state(&cx.db)?;
    if state.step < Step::Director {
        return Ok(Page::go(path(state.step)));
    }
    let standing = match state.answers.person() {
        Some(id) => person::store::adults(&cx.db, &gate.house())?.into_iter().find(|person| person.id == id),
        None => None,
    };
    let login = match state.answers.account() {
        Some(account) => account::store::login_of(&cx.db, account)?,
        None => String::new(),
    };
    Ok(Page::narrow("Votre compte", pages::director(draft, standing.as_ref(), &login)))
}

pub fn save_director(beats: &Beats, form: DirectorForm) -> Result<Page> {
    let phc = secret::hash_passphrase(&form.passphrase)?;
    let codes = forms::draw_recovery_codes()?;
    beats.write::<SettingUp>(|cx, gate| {
        let house = gate.house();
        let state = store::state(&cx.db)?;
        if state.step < Step::Director {
            return Ok(Page::go(path(state.step)));
        }
        let when = (cx.now, cx.today);
        let Some(account) =
            forms::write_director(&cx.db, &form.person, &form.login, state.answers.person(), when, &house)?
        else {
            return Ok(Page::again(Faults::one("identifiant", pages::LOGIN_TAKEN)));
        };
        account::store::set_passphrase(&cx.db, account.id, &phc, cx.now)?;
        account::store::accept_charter(&cx.db, account.id, account::CHARTER)?;
        account::store::set_recovery_codes(&cx.db, account.id, &forms::recovery_digests(&cx.house.keys, &codes))?;
        let answers = store::Answers {
            person: Some(account.person.number()),
            account: Some(account.id.number()),
            codes: Some(cx.house.keys.seal(&codes.join(" "))?),
        };
        store::remember(&cx.db, &answers, &house)?;
        store::reach(&cx.db, Step::Codes, &house)?;
        Ok(Page::go(path(Step::Codes)))
    })
}

pub fn codes(cx: &Cx, _: &SettingUp, draft: &Draft) -> Result<Page> {
    let state = store::state(&cx.db)?;
    let shown = shown_codes(cx, &state);
    if shown.is_empty() {
        // Retyped already, or sealed by another box: these are drawn with the account.
        return Ok(Page::go(path(if state.step == Step::Codes { Step::Director } else { state.step })));
    }
    let login = match state.answers.account() {
        Some(account) => account::store::login_of(&cx.db, account)?,
        None => String::new(),
    };
    Ok(Page::narrow("Codes de secours", pages::codes(draft, &shown, &login, &cx.school.name)))
}

pub fn retype(cx: &Cx<Tx>, gate: SettingUp, form: RetypeForm) -> Result<Page> {
    let state = store::state(&cx.db)?;
    let shown = shown_codes(cx, &state);
    let is_that_one = matches!((shown.get(pages::ASKED - 1), &form.0), (Some(asked), Some(typed)) if asked == typed);
    if !is_that_one {
        return Ok(Page::again(Faults::one("code", pages::NOT_THAT_CODE)));
    }
    store::remember(&cx.db, &store::Answers { codes: None, ..state.answers }, &gate.house())?;
    store::reach(&cx.db, Step::Address, &gate.house())?;
    Ok(Page::go(path(Step::Address)))
}

pub fn address(cx: &Cx, _: &SettingUp, draft: &Draft) -> Result<Page> {
    let state = store::state(&cx.db)?;
    if state.step < Step::Address {
        return Ok(Page::go(path(state.step)));
    }
    let doubt = cx.house.verdict(&cx.db)?.doubt();
    let draft = address::pages::standing(draft, &cx.school);
    let date = address::pages::date(cx.now, &cx.zone, doubt, &draft);
    Ok(Page::narrow("Adresse et certificat", pages::address(&draft, date)))
}

pub fn fix_address(beats: &Beats, form: AddressForm) -> Result<Page> {
    let step = beats.read::<SettingUp, _>(|cx, _| Ok(store::state(&cx.db)?.step))?;
    if step < Step::Address {
        return Ok(Page::go(path(step)));
    }
    let fixed = form.fix::<SettingUp>(beats, |cx, gate, confirmed| form.write(&cx.db, confirmed, &gate.house()))?;
    if let Err(faults) = fixed {
        return Ok(Page::again(faults));
    }
    beats.record::<SettingUp, _>(|cx, gate| store::reach(&cx.db, Step::Paper, &gate.house()))?;
    Ok(Page::go("/mise-en-route/certificat"))
}

pub fn certificate(cx: &Cx, _: SettingUp) -> Result<Page> {
    let state = store::state(&cx.db)?;
    if state.step < Step::Paper {
        return Ok(Page::go(path(state.step)));
    }
    Ok(Page::narrow("Certificat", pages::certificate(&cx.house.tls.facts(), &cx.school, &cx.ask.host)))
}

pub fn mail(cx: &Cx, gate: &SettingUp, draft: &Draft) -> Result<Page> {
    let state = store::state(&cx.db)?;
    if state.step < Step::Mail {
        return Ok(Page::go(path(state.step)));
    }
    let own = match state.answers.person() {
        Some(id) => person::store::adults(&cx.db, &gate.house())?.into_iter().find(|person| person.id == id),
        None => None,
    };
    let email = own.map(|person| person.contact.email).unwrap_or_default();
    let draft = mail::pages::standing(draft, &settings::store::mail(&cx.db)?, &email);
    Ok(Page::narrow("Courrier", pages::mail(&draft)))
}

/// The last screen: mail or « plus tard », then the set-up is over and the director is signed in.
pub fn save_mail(beats: &Beats, form: MailForm) -> Result<Page> {
    let (step, standing, school) = beats.read::<SettingUp, _>(|cx, _| {
        Ok((store::state(&cx.db)?.step, settings::store::mail(&cx.db)?, cx.school.clone()))
    })?;
    if step < Step::Mail {
        return Ok(Page::go(path(step)));
    }
    let wanted = match &form {
        MailForm::Later => None,
        MailForm::Set(typed) => {
            let wanted = typed.settings(&standing, &beats.house.keys)?;
            if let Err(faults) = typed.try_out(&beats.house, &wanted, &school) {
                return Ok(Page::again(faults));
            }
            Some(wanted)
        }
    };
    let page = beats.write::<SettingUp>(|cx, gate| {
        // One school or the other: the wish for one that comes back waits for the same turn to write.
        if cx.house.restoring.is_under_way() {
            return Ok(Page::go(super::back::PATH));
        }
        if let Some(wanted) = &wanted {
            mail::forms::write(cx, wanted, &gate.house())?;
        }
        // Without a director nobody could ever come in: never the end of a set-up.
        let Some(account) = store::state(&cx.db)?.answers.account() else { return Ok(Page::go(path(Step::Director))) };
        settings::store::finish_set_up(&cx.db, cx.now, &gate.house())?;
        let token = session::open(&cx.db, account, false, &cx.ask.agent, cx.now)?;
        let device = Token::draw()?;
        session::store::know_device(&cx.db, account, &device, cx.now)?;
        let change = SessionChange::Open { token, device, is_shared: false };
        Ok(Page::go("/reglages/premiers-pas").with_session(change).saying(pages::DONE))
    })?;
    if !beats.house.restoring.is_under_way() {
        announce::forget(&beats.house)?;
    }
    Ok(page)
}

pub(super) fn path(step: Step) -> &'static str {
    match step {
        Step::School => "/mise-en-route/debut",
        Step::Director => "/mise-en-route/direction",
        Step::Codes => "/mise-en-route/codes",
        Step::Address => "/mise-en-route/adresse",
        Step::Paper => "/mise-en-route/cle",
        Step::Mail => "/mise-en-route/courrier",
    }
}

fn shown_codes<D>(cx: &Cx<D>, state: &store::State) -> Vec<String> {
    let sealed = state.answers.codes.as_deref();
    let clear = sealed.and_then(|sealed| cx.house.keys.unseal(sealed)).unwrap_or_default();
    clear.split_whitespace().map(str::to_owned).collect()
}
