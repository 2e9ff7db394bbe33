//! Who writes: names of several countries, addresses, and about a third who never say who they are.

use super::dice::Dice;
use super::words::Language;

/// Someone on the website.
#[derive(Clone, Debug)]
pub struct Person {
    /// What they write in.
    pub language: Language,
    /// None for about a third.
    pub name: Option<String>,
    /// None without a name, and for some with one.
    pub email: Option<String>,
    /// The website's own id, for those who are signed in there.
    pub external_id: Option<String>,
    /// Where they are.
    pub city: &'static str,
}

struct Country {
    language: Language,
    first: &'static [&'static str],
    last: &'static [&'static str],
    cities: &'static [&'static str],
    mail: &'static [&'static str],
}

/// In `percent` of all visits nobody says a name.
const ANONYMOUS_PERCENT: u64 = 35;

/// A visitor.
pub fn person(dice: &mut Dice) -> Person {
    let country = country(dice);
    let city = dice.pick(country.cities);
    let known = !dice.chance(ANONYMOUS_PERCENT);
    let (first, last) = (dice.pick(country.first), dice.pick(country.last));
    let number = dice.below(9_000) + 1_000;
    let mail = dice.pick(country.mail);
    let email = format!("{}.{}{}@{mail}", plain(first), plain(last), number % 100);
    let has_email = dice.chance(85);
    let signed_in = dice.chance(25);
    Person {
        language: country.language,
        name: known.then(|| format!("{first} {last}")),
        email: (known && has_email).then_some(email),
        external_id: (known && signed_in).then(|| format!("user-{number}{}", dice.below(1_000))),
        city,
    }
}

fn country(dice: &mut Dice) -> &'static Country {
    let mut at = dice.below(100);
    for (country, share) in COUNTRIES {
        if at < *share {
            return country;
        }
        at -= share;
    }
    &ENGLISH
}

/// A name as mail addresses have it.
fn plain(name: &str) -> String {
    name.chars()
        .filter_map(|c| match c {
            'ä' | 'å' | 'á' | 'à' | 'ã' | 'â' | 'Å' | 'Á' | 'Ä' => Some('a'),
            'é' | 'è' | 'ë' | 'ê' | 'É' => Some('e'),
            'í' | 'î' | 'ï' => Some('i'),
            'ö' | 'ó' | 'ô' | 'õ' | 'ø' | 'Ö' | 'Ø' => Some('o'),
            'ü' | 'ú' => Some('u'),
            'ç' => Some('c'),
            'ñ' => Some('n'),
            'ß' => Some('s'),
            c if c.is_ascii_alphanumeric() => Some(c.to_ascii_lowercase()),
            _ => None,
        })
        .collect()
}

const COUNTRIES: &[(Country, u64)] =
    &[(ENGLISH, 50), (GERMAN, 16), (SWEDISH, 12), (FRENCH, 11), (SPANISH, 11)];

const ENGLISH: Country = Country {
    language: Language::English,
    first: &[
        "Amelia", "Noah", "Priya", "Oliver", "Grace", "Kwame", "Hannah", "Liam", "Zara", "Ethan",
        "Maeve", "Tariq", "Chloe", "Daniel", "Ngozi", "Ruth", "Samuel", "Isla", "Arjun", "Megan",
    ],
    last: &[
        "Walsh",
        "Patel",
        "Okonkwo",
        "Hughes",
        "Bennett",
        "Nakamura",
        "Clarke",
        "Osei",
        "Murphy",
        "Khan",
        "Fraser",
        "Reid",
        "Coleman",
        "Adeyemi",
        "Stone",
        "Whitfield",
        "Iqbal",
        "Hart",
    ],
    cities: &["Leeds", "Dublin", "Toronto", "Bristol", "Austin", "Cardiff", "Auckland", "Boston"],
    mail: &["example.com", "mail.example", "northwind.example", "brightside.example"],
};

const GERMAN: Country = Country {
    language: Language::German,
    first: &[
        "Anneliese",
        "Jürgen",
        "Mehmet",
        "Katharina",
        "Björn",
        "Sabine",
        "Lukas",
        "Elif",
        "Matthias",
        "Greta",
        "Jonas",
        "Ulrike",
        "Moritz",
        "Birgit",
        "Felix",
        "Leyla",
    ],
    last: &[
        "Müller",
        "Schröder",
        "Yılmaz",
        "Vogel",
        "Kästner",
        "Brandt",
        "Weiß",
        "Hoffmann",
        "Lorenz",
        "Albrecht",
        "Nowak",
        "Engel",
        "Sommer",
        "Krüger",
        "Pfeiffer",
    ],
    cities: &["Leipzig", "Köln", "Wien", "Zürich", "Hamburg", "Graz", "Nürnberg"],
    mail: &["beispiel.example", "post.example", "werkstatt.example"],
};

const SWEDISH: Country = Country {
    language: Language::Swedish,
    first: &[
        "Marta", "Axel", "Ingrid", "Sven", "Linnéa", "Oskar", "Astrid", "Emil", "Elsa", "Nils",
        "Freja", "Gustav", "Maja", "Viktor", "Amira",
    ],
    last: &[
        "Lindqvist",
        "Åkesson",
        "Nyström",
        "Bergman",
        "Sjöberg",
        "Lundin",
        "Holm",
        "Ekström",
        "Dahl",
        "Forsberg",
        "Öberg",
        "Hassan",
        "Wallin",
    ],
    cities: &["Göteborg", "Malmö", "Uppsala", "Umeå", "Lund", "Stockholm"],
    mail: &["exempel.example", "brev.example", "norden.example"],
};

const FRENCH: Country = Country {
    language: Language::French,
    first: &[
        "Camille", "Étienne", "Aïcha", "Benoît", "Margaux", "Youssef", "Hélène", "Théo", "Inès",
        "Gaëlle", "Rémi", "Sylvie", "Mathieu", "Noémie",
    ],
    last: &[
        "Lefèvre",
        "Moreau",
        "Benali",
        "Garnier",
        "Chevalier",
        "Rousseau",
        "Diallo",
        "Perrin",
        "Blanchard",
        "Marchand",
        "Roux",
        "Faure",
    ],
    cities: &["Lyon", "Nantes", "Bruxelles", "Lausanne", "Toulouse", "Rennes"],
    mail: &["exemple.example", "courrier.example", "atelier.example"],
};

const SPANISH: Country = Country {
    language: Language::Spanish,
    first: &[
        "Lucía",
        "Javier",
        "Inés",
        "Álvaro",
        "Rocío",
        "Martín",
        "Ximena",
        "Andrés",
        "Noelia",
        "Iker",
        "Valentina",
        "Tomás",
        "Carmen",
        "Raúl",
    ],
    last: &[
        "García", "Núñez", "Ibáñez", "Castro", "Vidal", "Herrera", "Molina", "Peña", "Ríos",
        "Salazar", "Ortega", "Quiroga",
    ],
    cities: &["Sevilla", "Bilbao", "Bogotá", "Valencia", "Rosario", "Oaxaca"],
    mail: &["ejemplo.example", "correo.example", "taller.example"],
};
