//! The tables in which many statements are done in one sitting ask as often for many as for one.

use entente::read::{allocating, several};

use super::counting::{Counting, sight};
use crate::support::people::{World, content};

#[tokio::test(flavor = "multi_thread")]
async fn the_allocation_table_asks_three_times_however_much_waits() {
    let world = World::new().await;
    let sight = sight(&world, "counsellor").await;
    let mut counting = Counting::on(&world).await;
    for waiting in [1, 4] {
        while allocating::page(&mut counting.conn, &sight, world.body("SG17"), None).await.unwrap().rows.len() < waiting
        {
            world.registered().await;
        }
        counting.taken();
        let page = allocating::page(&mut counting.conn, &sight, world.body("SG17"), None).await.unwrap();
        assert_eq!((page.rows.len(), counting.taken()), (waiting, 3));
        assert!(page.rows.iter().all(|row| row.numbers.len() == 2), "the sender's number and ours");
        let first = page.rows[0].registration;
        let later = allocating::page(&mut counting.conn, &sight, world.body("SG17"), Some(first)).await.unwrap();
        assert_eq!(later.rows.len(), waiting - 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_of_one_step_asks_twice_however_many_wait_for_it() {
    let world = World::new().await;
    let (own, others) = (sight(&world, "counsellor").await, sight(&world, "manager").await);
    let mut counting = Counting::on(&world).await;
    for waiting in [1, 4] {
        while several::page(&mut counting.conn, &own, &["draft"], None).await.unwrap().rows.len() < waiting {
            world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await;
        }
        counting.taken();
        let page = several::page(&mut counting.conn, &own, &["draft"], None).await.unwrap();
        assert_eq!((page.rows.len(), counting.taken()), (waiting, 2));
        assert!(page.rows.iter().all(|row| row.to.len() == 1 && row.from.name == "Q14/17"));
        assert!(several::page(&mut counting.conn, &others, &["draft"], None).await.unwrap().rows.is_empty());
        assert!(several::page(&mut counting.conn, &own, &["approved"], None).await.unwrap().rows.is_empty());
    }
}
