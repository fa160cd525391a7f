//! The collected series of versions: what changed from step to step, against counts of the files.

use std::collections::BTreeMap;

use attend::changes::{self, Field, Identity, How};
use attend::schedule::{Event, Schedule};

use crate::support::series::{read, steps};

/// New, gone, moved and in another room, by id alone.
fn by_id(old: &Schedule, new: &Schedule) -> [usize; 4] {
    let ids = |schedule: &'_ Schedule| -> BTreeMap<String, Event> {
        schedule.events().iter().map(|event| (event.id.to_string(), event.clone())).collect()
    };
    let (old, new) = (ids(old), ids(new));
    let both = || old.iter().filter_map(|(id, event)| Some((event, new.get(id)?)));
    [
        new.keys().filter(|id| !old.contains_key(*id)).count(),
        old.keys().filter(|id| !new.contains_key(*id)).count(),
        both().filter(|(a, b)| a.slot.start() != b.slot.start()).count(),
        both().filter(|(a, b)| a.room != b.room).count(),
    ]
}

#[test]
fn probe() {
    let Some(steps) = steps() else { return };
    for step in steps {
        let (old, new) = (read(&step.from), read(&step.to));
        let t = std::time::Instant::now();
        let identity = Identity::between(&old, &new);
        let changes = changes::changes(&old, &new, &identity);
        let t = t.elapsed();
        let moved = changes.count(|d| d.is_move());
        let room = changes.changed.iter().filter(|c| c.what.iter().any(|d| d.field == Field::Room)).count();
        let hows: Vec<usize> = [How::Content, How::Id, How::Name, How::Title, How::Similar].iter().map(|h| identity.pairs().iter().filter(|p| p.how == *h).count()).collect();
        println!("{} {} script {:?} same title {} | by id {:?} | ours {:?} hows {hows:?} renum {} renamed {:?} {:?}", step.series, step.to.file_stem().unwrap().to_str().unwrap(), step.counted, step.same_title, by_id(&old,&new), [changes.added.len(), changes.gone.len(), moved, room], changes.renumbered, changes.renamed.len(), t);
        for p in identity.pairs() { if p.how == How::Similar { println!("    ~ {} [{}] => {} [{}]", old.event(p.old).title, old.event(p.old).speakers.join(","), new.event(p.new).title,new.event(p.new).speakers.join(",")); } }
    }
}
