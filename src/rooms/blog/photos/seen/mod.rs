//! What of many posts may be seen, judged today: each photo with who is on it and what their consents say of it.

pub mod store;

use super::{Bare, Shot, Shown, policy};
use crate::{
    base::{
        db::{Id, Rx},
        error::Result,
    },
    rooms::blog::{Facts, Post, policy::WritePost},
    school::{
        Pupil, consent,
        media::{self, Media, Rendition, Tag},
        permit::{May, Ties},
        viewer::Viewer,
    },
};
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};

/// What a list shows of a post's photos: the first of them, in their small size, and how many more there are.
#[derive(Default)]
pub struct Glance {
    pub first: Vec<Shot>,
    pub more: usize,
}

/// Everything that goes with the post, in its order, judged today. Whoever holds a post was let to it.
pub fn shots(rx: &Rx, post: &Facts, today: Date) -> Result<Vec<Shot>> {
    Ok(of_posts(rx, &[post], today)?.remove(&post.id).unwrap_or_default())
}

/// Some of it, in no order and without sizes: to count, not to draw.
pub fn undressed(rx: &Rx, post: &Facts, only: &[Id<Media>], today: Date) -> Result<Vec<Shot>> {
    let bares = store::to_judge(rx, post.id, only)?;
    Ok(judged(rx, &[post], bares, HashMap::new(), today)?.remove(&post.id).unwrap_or_default())
}

/// The same for who writes it, as far as it is in their hand.
pub fn shots_of(rx: &Rx, post: &May<WritePost>, viewer: &Viewer) -> Result<Vec<Shot>> {
    let mut shots = shots(rx, post, viewer.today)?;
    shots.retain(|shot| policy::is_in_hand_of(&shot.bare.media, viewer));
    Ok(shots)
}

/// What the viewer sees of these posts, to each of which they are so tied.
pub fn by_viewer(rx: &Rx, posts: &[(&Facts, Ties)], viewer: &Viewer) -> Result<HashMap<Id<Post>, Vec<Shot>>> {
    let facts: Vec<&Facts> = posts.iter().map(|(facts, _)| *facts).collect();
    let mut all = of_posts(rx, &facts, viewer.today)?;
    let own = policy::own_children(viewer);
    for (facts, ties) in posts {
        if let Some(shots) = all.get_mut(&facts.id) {
            shots.retain(|shot| shot.is_ready() && is_seen(shot, *ties, &own, viewer));
        }
    }
    Ok(all)
}

/// The first `most` photos that each of these posts shows the viewer. Many more are judged than are drawn: of those no more is
/// read than tells for whom they are.
pub fn glances(rx: &Rx, posts: &[(&Facts, Ties)], viewer: &Viewer, most: usize) -> Result<HashMap<Id<Post>, Glance>> {
    let facts: Vec<&Facts> = posts.iter().map(|(facts, _)| *facts).collect();
    let ids: Vec<Id<Post>> = facts.iter().map(|post| post.id).collect();
    let mut all = judged(rx, &facts, store::photos_to_judge(rx, &ids)?, HashMap::new(), viewer.today)?;
    let own = policy::own_children(viewer);
    let mut glances = HashMap::new();
    for (facts, ties) in posts {
        let mut first = all.remove(&facts.id).unwrap_or_default();
        first.retain(|shot| shot.is_shown() && is_seen(shot, *ties, &own, viewer));
        first.sort_by_key(|shot| (shot.bare.place, shot.id()));
        let more = first.len().saturating_sub(most);
        first.truncate(most);
        glances.insert(facts.id, Glance { first, more });
    }
    dress(rx, &mut glances)?;
    Ok(glances)
}

fn is_seen(shot: &Shot, ties: Ties, own: &[Id<Pupil>], viewer: &Viewer) -> bool {
    let ties = policy::ties_to(ties, &shot.bare.media, viewer);
    policy::sees(policy::seen_through(ties, shot.bare.shown, &shot.faces, own))
}

/// Gives what was only judged the looks that it is drawn with.
fn dress(rx: &Rx, glances: &mut HashMap<Id<Post>, Glance>) -> Result<()> {
    let drawn: Vec<Id<Media>> = glances.values().flat_map(|glance| &glance.first).map(Shot::id).collect();
    if drawn.is_empty() {
        return Ok(());
    }
    let found = store::to_draw(rx, &drawn)?;
    let looks: HashMap<Id<Media>, &(Media, Option<Rendition>)> = found.iter().map(|one| (one.0.id, one)).collect();
    for shot in glances.values_mut().flat_map(|glance| &mut glance.first) {
        let Some((media, small)) = looks.get(&shot.id()) else { continue };
        shot.bare.media = media.clone();
        shot.sizes = match small {
            Some(small) => vec![small.clone()],
            None => media::store::renditions(rx, media.id)?,
        };
    }
    Ok(())
}

/// Some statements, however many posts and photos.
fn of_posts(rx: &Rx, posts: &[&Facts], today: Date) -> Result<HashMap<Id<Post>, Vec<Shot>>> {
    let ids: Vec<Id<Post>> = posts.iter().map(|post| post.id).collect();
    let bares = store::bares(rx, &ids)?;
    let media: Vec<Id<Media>> = bares.iter().map(|(_, bare)| bare.media.id).collect();
    judged(rx, posts, bares, store::sizes(rx, &media)?, today)
}

fn judged(
    rx: &Rx,
    posts: &[&Facts],
    bares: Vec<(Id<Post>, Bare)>,
    mut sizes: HashMap<Id<Media>, Vec<Rendition>>,
    today: Date,
) -> Result<HashMap<Id<Post>, Vec<Shot>>> {
    let mut all: HashMap<Id<Post>, Vec<Shot>> = HashMap::new();
    if bares.is_empty() {
        return Ok(all);
    }
    let ids: Vec<Id<Post>> = posts.iter().map(|post| post.id).collect();
    let media: Vec<Id<Media>> = bares.iter().map(|(_, bare)| bare.media.id).collect();
    let named = Named::on(rx, &ids, &media)?;
    let days = || posts.iter().map(|post| post.published_on.unwrap_or(today));
    let between = (days().min().unwrap_or(today), days().max().unwrap_or(today));
    let known = consent::store::known(rx, &named.pupils, between, today)?;
    let by_id: HashMap<Id<Post>, &Facts> = posts.iter().map(|post| (post.id, *post)).collect();
    for (post, mut bare) in bares {
        let Some(facts) = by_id.get(&post) else { continue };
        named.put_on(&mut bare, post);
        let faces = bare.faces(facts, &known, today);
        let sizes = sizes.remove(&bare.media.id).unwrap_or_default();
        let is_private = bare.shown == Shown::Private;
        all.entry(post).or_default().push(Shot { bare, faces, sizes, is_private });
    }
    Ok(all)
}

/// Who is named on some things, and of which classes they and the posts are.
pub struct Named {
    pub pupils: Vec<Id<Pupil>>,
    tags: HashMap<Id<Media>, Vec<Tag>>,
    /// 0 is the whole school.
    targets: HashMap<Id<Post>, Vec<i64>>,
    classes: HashMap<Id<Pupil>, Vec<i64>>,
}

impl Named {
    pub fn on(rx: &Rx, posts: &[Id<Post>], media: &[Id<Media>]) -> Result<Named> {
        let tags = by_key(media::store::tags(rx, media)?);
        let pupils: BTreeSet<Id<Pupil>> = tags.values().flatten().map(|tag: &Tag| tag.pupil).collect();
        let pupils: Vec<Id<Pupil>> = pupils.into_iter().collect();
        let targets = by_key(store::targets(rx, posts)?);
        let classes = by_key(store::classes(rx, &pupils)?);
        Ok(Named { pupils, tags, targets, classes })
    }

    pub fn put_on(&self, bare: &mut Bare, post: Id<Post>) {
        bare.tags = self.tags.get(&bare.media.id).cloned().unwrap_or_default();
        let pupils = bare.tags.iter().map(|tag| tag.pupil);
        bare.strangers = pupils.filter(|pupil| self.is_stranger(*pupil, post)).collect();
    }

    /// A child of none of the classes that the post is for.
    fn is_stranger(&self, pupil: Id<Pupil>, post: Id<Post>) -> bool {
        let targets = self.targets.get(&post).map_or(&[][..], Vec::as_slice);
        let classes = self.classes.get(&pupil).map_or(&[][..], Vec::as_slice);
        !targets.iter().any(|class| *class == 0 || classes.contains(class))
    }
}

fn by_key<K: std::hash::Hash + Eq, V>(rows: Vec<(K, V)>) -> HashMap<K, Vec<V>> {
    let mut all: HashMap<K, Vec<V>> = HashMap::new();
    for (key, value) in rows {
        all.entry(key).or_default().push(value);
    }
    all
}
