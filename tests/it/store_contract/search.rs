//! Search: any script, names and comments, newest first, marks, pages, bad input, old files. All of
//! it before the index has come to the words and after.

use super::bench::{self, ANA, Bench, IRIS};
use baton_domain::*;
use baton_store::{FILE, Field, Found, ListFilter, Sender, Store};
use rusqlite::Connection;

fn search(store: &Store, typed: &str) -> Found {
    store.read_blocking(|reader| reader.search(ANA, typed, None, 50)).unwrap()
}

/// The hits with their marks in brackets.
fn found(store: &Store, typed: &str) -> Vec<String> {
    let page = search(store, typed);
    assert_eq!(page.next, None, "{typed}");
    page.items.iter().map(|hit| written(&hit.words)).collect()
}

fn written(words: &[baton_store::Words]) -> String {
    let runs = words.iter();
    runs.map(|w| if w.marked { format!("[{}]", w.text) } else { w.text.clone() }).collect()
}

/// The conversations that a list with these words shows.
fn listed(store: &Store, typed: &str) -> Vec<ConversationId> {
    let filter = ListFilter { words: Some(typed.into()), limit: 100, ..ListFilter::default() };
    let page = store.read_blocking(|reader| reader.list(ANA, &filter)).unwrap();
    page.items.iter().map(|row| row.id).collect()
}

/// Waits until the index has come to the end of the log, and back to its beginning.
fn is_indexed(bench: &Bench) {
    let db = Connection::open(bench.folder().join(FILE)).unwrap();
    let sql = "SELECT (SELECT value FROM meta WHERE name = 'indexed_from') = 0
        AND (SELECT value FROM meta WHERE name = 'indexed') >= (SELECT max(seq) FROM events WHERE kind
            IN ('message_posted', 'conversation_started', 'contact_updated', 'comment_added',
                'comment_edited'))";
    while !db.query_row(sql, [], |row| row.get::<_, bool>(0)).unwrap() {
        std::thread::yield_now();
    }
}

/// What a visitor says, what is typed, and what is marked.
const IN_ANY_SCRIPT: [(&str, &str, &str); 34] = [
    ("Do you have a café in Zürich?", "cafe zur", "Do you have a [café] in [Zür]ich?"),
    ("Meet me at the cafe\u{301} later", "CAFÉ la", "Meet me at the [cafe\u{301}] [la]ter"),
    ("Die Straße ist gesperrt", "strasse", "Die [Straße] ist gesperrt"),
    (
        "Was kosten Versandkosten nach Wien",
        "kosten wien",
        "Was [kosten] Versand[kosten] nach [Wien]",
    ),
    ("Mój adres to Łódź", "lodz", "Mój adres to [Łódź]"),
    ("İstanbul'a kargo var mı", "istanbul mi", "[İstanbul]'a kargo var [mı]"),
    ("Bạn có giao hàng đến Hà Nội không", "ha noi", "Bạn có giao hàng đến [Hà] [Nội] không"),
    ("Где моя посылка? Ещё не пришла", "посыл еще", "Где моя [посыл]ка? [Ещё] не пришла"),
    ("Это мой заказ", "мой", "Это [мой] заказ"),
    ("Πού είναι η παραγγελία μου;", "παραγγελια", "Πού είναι η [παραγγελία] μου;"),
    ("注文した商品がまだ届きません", "商品", "注文した[商品]がまだ届きません"),
    ("注文した商品がまだ届きません", "届", "注文した商品がまだ[届]きません"),
    ("東京タワーの近くに住んでいます", "東京タワー", "[東京タワー]の近くに住んでいます"),
    ("空港行きのﾊﾞｽはどこですか", "バス", "空港行きの[ﾊﾞｽ]はどこですか"),
    ("iPhone15を返品したい", "iphone 返品", "[iPhone]15を[返品]したい"),
    ("我的包裹在哪里？订单号是八八", "包裹", "我的[包裹]在哪里？订单号是八八"),
    ("我的包裹在哪里？订单号是八八", "订单号是", "我的包裹在哪里？[订单号是]八八"),
    ("배송은 언제 오나요", "배송", "[배송]은 언제 오나요"),
    ("สินค้าของฉันยังไม่มาถึง", "ของฉัน", "สินค้า[ของฉัน]ยังไม่มาถึง"),
    ("สินค้าของฉันยังไม่มาถึง", "ไม่", "สินค้าของฉันยัง[ไม่]มาถึง"),
    ("أين طلبي؟ لم يصل بعد", "طلبي", "أين [طلبي]؟ لم يصل بعد"),
    ("مَرْحَبًا، أُرِيدُ المُسَاعَدَة", "مرحبا المساعده", "[مَرْحَبًا]، أُرِيدُ [المُسَاعَدَة]"),
    ("مرحبا يا صديقي", "مَرْحَبًا", "[مرحبا] يا صديقي"),
    ("الفاتورة رقم ٤٢١", "421", "الفاتورة رقم [٤٢١]"),
    ("שָׁלוֹם, איפה החבילה", "שלום", "[שָׁלוֹם], איפה החבילה"),
    ("मेरा पार्सल कहाँ है", "पार्सल", "मेरा [पार्सल] कहाँ है"),
    ("Danke👍schön", "danke", "[Danke]👍schön"),
    ("Danke👍schön", "👍", "Danke[👍]schön"),
    ("Order A-48213 is late", "a-482", "Order [A]-[482]13 is late"),
    ("My reorder is late", "order", "My re[order] is late"),
    ("It is my order", "it or", "[It] is my [or]der"),
    ("So\u{ad}ft and ze\u{200b}ro", "soft zero", "[So\u{ad}ft] and [ze\u{200b}ro]"),
    ("<b>bold</b> & \u{202e}plain", "bold plain", "<b>[bold]</b> & \u{202e}[plain]"),
    ("ＦＵＬＬ width", "full", "[ＦＵＬＬ] width"),
];

#[test]
fn words_of_any_script_are_found_and_marked_before_and_after_the_index_has_come_to_them() {
    let bench = Bench::new();
    let marta = bench.begins();
    for (said, ..) in IN_ANY_SCRIPT {
        bench.says(marta, said);
    }
    let all_are_found = |when: &str| {
        for (_, typed, marked) in IN_ANY_SCRIPT {
            let found = found(&bench.store, typed);
            assert!(found.contains(&marked.to_owned()), "{typed} {when}: {found:?}");
            assert_eq!(listed(&bench.store, typed), [marta], "{typed} {when}");
        }
    };
    all_are_found("at once");
    is_indexed(&bench);
    all_are_found("indexed");
}

#[test]
fn what_has_not_all_of_the_words_is_not_found() {
    let bench = Bench::new();
    let marta = bench.begins();
    for said in ["The parcel is lost", "バスで行きます", "это мой заказ", "An island 50% off"]
    {
        bench.says(marta, said);
    }
    for when in ["at once", "indexed"] {
        for typed in ["parcel found", "パス", "мои", "is land", "parzel", "5_%", "cel the p x"]
        {
            assert_eq!(found(&bench.store, typed), [] as [&str; 0], "{typed} {when}");
            assert_eq!(listed(&bench.store, typed), [], "{typed} {when}");
        }
        is_indexed(&bench);
    }
}

#[test]
fn a_word_that_is_typed_stays_found_with_every_key() {
    let bench = Bench::new();
    let marta = bench.begins();
    bench.says(marta, "Unfortunately Überweisung 東京タワー is gone");
    for when in ["at once", "indexed"] {
        for word in ["unfortunately", "überweisung", "東京タワー", "gone"] {
            for length in 1..=word.chars().count() {
                let typed: String = word.chars().take(length).collect();
                assert_eq!(found(&bench.store, &typed).len(), 1, "{typed} {when}");
            }
        }
        is_indexed(&bench);
    }
}

fn knows(bench: &Bench, of: ConversationId, name: &str, email: &str, phone: &str) {
    let known = |fact: &str| Some(fact.to_owned());
    let contact = Command::Contact { name: known(name), email: known(email), phone: known(phone) };
    bench.asks(Sender::Member(ANA), of, contact).unwrap();
}

#[test]
fn a_visitor_is_found_once_by_name_address_and_number_as_they_are_now() {
    let bench = Bench::new();
    let visitor = ContactId(bench.store.fresh_id());
    let first = bench.begins_as(visitor);
    let second = bench.begins_as(visitor);
    knows(&bench, first, "Marta Kowalská", "m.kowalska@example.net", "+44 20 7946-0958");
    for when in ["at once", "indexed"] {
        for (typed, field, marked) in [
            ("kowalska", Field::Name, "Marta [Kowalská]"),
            ("mart", Field::Name, "[Mart]a Kowalská"),
            ("marta example", Field::Name, "[Marta] Kowalská"),
            ("kowalska@example.n", Field::Name, "Marta [Kowalská]"),
            ("example.net", Field::Email, "m.kowalska@[example].[net]"),
            ("7946", Field::Phone, "+44 20 [7946]-0958"),
            ("442079460958", Field::Phone, "[+44 20 7946-0958]"),
        ] {
            let hits = search(&bench.store, typed).items;
            let [hit] = &hits[..] else { panic!("{typed} {when}: {hits:?}") };
            assert_eq!((hit.field, written(&hit.words)), (field, marked.into()), "{typed}");
            assert_eq!((hit.seq, hit.conversation.id, &hit.author), (None, first, &None));
            let mut listed = listed(&bench.store, typed);
            listed.sort_unstable();
            assert_eq!(listed, [first, second], "{typed} {when}");
        }
        assert_eq!(found(&bench.store, "marta@example.com"), [] as [&str; 0], "forgotten, {when}");
        is_indexed(&bench);
    }
    let third = bench.begins_as(visitor);
    let hits = search(&bench.store, "7946").items;
    assert_eq!(hits.iter().map(|hit| hit.conversation.id).collect::<Vec<_>>(), [third]);
}

#[test]
fn comments_are_found_by_members_as_they_are_now_and_never_narrow_a_list() {
    let bench = Bench::new();
    let marta = bench.begins();
    let ana = Sender::Member(ANA);
    let asks = |command| bench.asks(ana, marta, command).unwrap();
    let added = asks(Command::Comment { text: "She is a careful buyer".into() });
    asks(Command::Comment { text: "Refund approved by finance".into() });
    let added = &added.events[0].recorded;
    let EventBody::CommentAdded { id, .. } = added.event.body else { panic!("{added:?}") };
    for when in ["at once", "indexed"] {
        let hits = search(&bench.store, "careful").items;
        let [hit] = &hits[..] else { panic!("{when}: {hits:?}") };
        assert_eq!(written(&hit.words), "She is a [careful] buyer");
        assert_eq!((hit.comment, hit.field, hit.seq), (true, Field::Message, Some(added.seq)));
        assert_eq!(hit.author.as_ref().map(|author| author.name.as_str()), Some("Ana"));
        assert_eq!(listed(&bench.store, "careful"), [], "{when}");
        is_indexed(&bench);
    }
    asks(Command::CommentEdit { comment: id, text: "She is a careless buyer".into() });
    for when in ["at once", "indexed"] {
        assert_eq!(found(&bench.store, "careful"), [] as [&str; 0], "{when}");
        assert_eq!(found(&bench.store, "buyer"), ["She is a careless [buyer]"], "{when}");
        let seq = search(&bench.store, "careless").items[0].seq;
        assert_eq!(seq, Some(added.seq), "the thread shows it where it was added");
        is_indexed(&bench);
    }
    asks(Command::CommentDelete { comment: id });
    assert_eq!(found(&bench.store, "buyer"), [] as [&str; 0]);
    assert_eq!(found(&bench.store, "refund"), ["[Refund] approved by finance"]);
}

#[test]
fn hits_come_newest_first_and_pages_show_each_once() {
    let bench = Bench::new();
    let (marta, other) = (bench.begins(), bench.begins());
    for n in 0..60 {
        bench.says(if n % 3 == 0 { other } else { marta }, &format!("Parcel number {n}"));
        if n == 40 {
            is_indexed(&bench);
        }
    }
    let mut seqs = Vec::new();
    let mut cursor = None;
    loop {
        let page = bench.store.read_blocking(|r| r.search(ANA, "parcel", cursor.as_deref(), 7));
        let page = page.unwrap();
        assert!(page.items.len() <= 7);
        seqs.extend(page.items.iter().filter_map(|hit| hit.seq));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seqs.len(), 60);
    assert!(seqs.windows(2).all(|two| two[0] > two[1]), "{seqs:?}");
}

#[test]
fn whatever_is_typed_nothing_breaks() {
    let bench = Bench::new();
    let marta = bench.begins();
    bench.says(marta, "A human please \u{202e}desrever\u{202c}");
    let long = "parcel ".repeat(1_500);
    let one_word = "x".repeat(10_000);
    let dense = "東".repeat(10_000);
    let bad = [
        "",
        " ",
        "\"",
        "'",
        "''\"\"",
        "*",
        "^",
        "=",
        "(",
        "NEAR(a b",
        "a OR",
        "-a",
        "pieces:a",
        "%",
        "_",
        "\\",
        "\0",
        "a\0b",
        "\u{202e}",
        "\u{feff}",
        "\u{10ffff}",
        "!?.,;",
        "AND",
        "NOT NOT",
        "{a b}",
        "\u{301}",
        "🇩🇪",
        "👩‍👩‍👧",
        &long,
        &one_word,
        &dense,
    ];
    for when in ["at once", "indexed"] {
        for typed in bad {
            let shown: String = typed.chars().take(20).collect();
            assert!(search(&bench.store, typed).items.len() < 2, "{shown} {when}");
            listed(&bench.store, typed);
        }
        assert_eq!(
            found(&bench.store, "\"human\" (please"),
            ["A [human] [please] \u{202e}desrever\u{202c}"]
        );
        is_indexed(&bench);
    }
    for cursor in ["", "x", "-1", "99999999999999999999", "1; DROP TABLE events"] {
        let refused = bench.store.read_blocking(|r| r.search(ANA, "human", Some(cursor), 5));
        assert!(refused.is_err(), "{cursor}");
    }
}

#[test]
fn a_file_from_before_the_index_is_searched_at_once_and_indexed_from_the_newest_back() {
    let bench = Bench::new();
    let marta = bench.begins();
    for n in 0..700 {
        bench.says(marta, &format!("Parcel number {n} 届きません"));
    }
    is_indexed(&bench);
    let folder = bench.closed();
    let db = Connection::open(folder.path().join(FILE)).unwrap();
    // As the migration leaves a file of the first release.
    db.execute_batch(
        "INSERT INTO search_index (search_index) VALUES ('delete-all');
         UPDATE meta SET value = (SELECT max(seq) FROM events) WHERE name LIKE 'indexed%'",
    )
    .unwrap();
    let from = || -> i64 {
        let sql = "SELECT value FROM meta WHERE name = 'indexed_from'";
        db.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let store = bench::open(folder.path());
    let mut came_from = Vec::new();
    loop {
        let now = from();
        for n in [0, 350, 699] {
            let typed = format!("{n} 届");
            let whole = format!("Parcel number [{n}] [届]きません");
            assert!(found(&store, &typed).contains(&whole), "{n}, indexed from {now}");
        }
        came_from.push(now);
        if now == 0 {
            break;
        }
    }
    assert!(came_from.windows(2).all(|two| two[0] >= two[1]), "{came_from:?}");
    store.close();
    let integrity = "INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 0)";
    db.execute(integrity, []).unwrap();
}

#[test]
fn automatic_texts_and_answers_are_found_with_who_said_them() {
    let bench = Bench::new();
    let marta = bench.begins();
    bench.says(marta, "Where is Leeds?");
    let answer = bench::reply("Leeds is in Yorkshire", 1);
    bench.asks(Sender::AiAgent(IRIS), marta, answer).unwrap();
    let hits = search(&bench.store, "leeds").items;
    let by: Vec<&str> =
        hits.iter().filter_map(|hit| hit.author.as_ref()).map(|a| a.name.as_str()).collect();
    assert_eq!(by, ["Iris", "Marta"]);
    assert!(hits.iter().all(|hit| hit.conversation.id == marta && !hit.comment));
}
