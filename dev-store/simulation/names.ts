/** What people of one language are called and where they live. Names beside their spelling in plain Latin letters. */
export type Folk = {
  /** Language tag of the checkout. */
  locale: string;
  /** Share among the shop's people. */
  weight: number;
  currencyCode: string;
  country: string;
  countryCode: string;
  dialCode: string;
  given: Name[];
  family: Name[];
  places: [city: string, zip: string][];
  streets: string[];
};

type Name = string | readonly [name: string, latin: string];

/** Currency of those who pay in the shop's own. */
const euro = { currencyCode: "EUR" };

// prettier-ignore
export const folks: Folk[] = [
  {
    locale: "pl", weight: 30, currencyCode: "PLN", country: "Poland", countryCode: "PL", dialCode: "+4860",
    given: ["Zuzanna", "Łukasz", "Małgorzata", "Wojciech", "Agnieszka", "Paweł", "Żaneta", "Michał", "Grażyna", "Stanisław", "Róża", "Bożena", "Krzysztof", "Ewa", "Jędrzej", "Kinga", "Tomasz", "Hanna"],
    family: ["Nowak", "Wójcik", "Kamińska", "Łukaszewicz", "Dąbrowska", "Zając", "Woźniak", "Jabłońska", "Król", "Piętka", "Źródłowska", "Sęk", "Gołębiewska", "Ćwik", "Mazur", "Śliwa", "Żak", "Pawlak", "Bąk", "Szczęsna"],
    places: [["Gdańsk", "80-831"], ["Łódź", "90-408"], ["Kraków", "31-042"], ["Wrocław", "50-101"], ["Białystok", "15-062"], ["Gdynia", "81-364"], ["Poznań", "61-772"]],
    streets: ["ul. Długa", "ul. Świętojańska", "ul. Piotrkowska", "al. Róż", "ul. Żurawia", "os. Słoneczne"],
  },
  {
    locale: "de", weight: 18, ...euro, country: "Germany", countryCode: "DE", dialCode: "+4915",
    given: ["Jürgen", "Anneliese", "Björn", "Käthe", "Matthias", "Heike", "Sören", "Lena", "Günther", "Ute", "Jonas", "Frauke"],
    family: ["Müller", "Weiß", "Schröder", "Köhler", "Groß", "Bäcker", "Lehmann", "Krüger", "Hübner", "Voigt", "Strauß", "Brandt"],
    places: [["Berlin", "10115"], ["München", "80331"], ["Köln", "50667"], ["Lübeck", "23552"], ["Dresden", "01067"]],
    streets: ["Hauptstraße", "Lindenallee", "Am Fischmarkt", "Goethestraße", "Bäckergasse"],
  },
  {
    locale: "en-GB", weight: 14, currencyCode: "GBP", country: "United Kingdom", countryCode: "GB", dialCode: "+4477",
    given: ["Oliver", "Amelia", "Siobhan", "Rhys", "Imogen", "Callum", "Priya", "Fergus", "Beatrice", "Nia", "Zoë", "Hamish"],
    family: ["O'Connor", "Ashworth", "Patel", "MacLeod", "Fitzgerald", "Smith-Jones", "Pemberton", "Llewellyn", "Okafor", "Barlow", "Whitfield", "Khan"],
    places: [["London", "E1 6AN"], ["Edinburgh", "EH1 1YZ"], ["Cardiff", "CF10 1EP"], ["Leeds", "LS1 4DY"], ["Bristol", "BS1 4DJ"]],
    streets: ["High Street", "Station Road", "Church Lane", "Mill Terrace", "Victoria Quay"],
  },
  {
    locale: "en", weight: 8, currencyCode: "USD", country: "United States", countryCode: "US", dialCode: "+1415",
    given: ["Madison", "Tyler", "José", "Brianna", "Ethan", "Chloe", "Malik", "Renée", "Logan", "Grace"],
    family: ["Johnson", "García", "Nguyen", "Williams", "Núñez", "Cohen", "Anderson", "Washington", "Lee", "Kowalczyk"],
    places: [["Portland", "97205"], ["Chicago", "60601"], ["Austin", "78701"], ["Brooklyn", "11201"]],
    streets: ["Oak Street", "2nd Avenue", "Lakeview Drive", "Maple Court"],
  },
  {
    locale: "ru", weight: 10, ...euro, country: "Latvia", countryCode: "LV", dialCode: "+3712",
    given: [["Анна", "anna"], ["Дмитрий", "dmitri"], ["Светлана", "svetlana"], ["Алексей", "alexei"], ["Наталья", "natalya"], ["Юрий", "yuri"], ["Екатерина", "ekaterina"], ["Фёдор", "fyodor"], ["Ольга", "olga"], ["Илья", "ilya"]],
    family: [["Иваненко", "ivanenko"], ["Петренко", "petrenko"], ["Щербак", "shcherbak"], ["Жук", "zhuk"], ["Соловей", "solovey"], ["Мельник", "melnik"], ["Черных", "chernykh"], ["Гринь", "grin"], ["Шевчук", "shevchuk"], ["Ким", "kim"]],
    places: [["Рига", "LV-1050"], ["Даугавпилс", "LV-5401"], ["Юрмала", "LV-2015"]],
    streets: ["улица Бривибас", "улица Лиела", "улица Йомас", "улица Элизабетес"],
  },
  {
    locale: "fr", weight: 7, ...euro, country: "France", countryCode: "FR", dialCode: "+3361",
    given: ["Élodie", "François", "Zoé", "Benoît", "Anaïs", "Gaël", "Hélène", "Loïc", "Margaux", "Rémi"],
    family: ["Lefèvre", "Dupré", "Le Goff", "Garçon", "Bouvier", "d'Aubigné", "Moreau", "Benoît", "Châtelain", "Nguyen"],
    places: [["Paris", "75003"], ["Lyon", "69002"], ["Nantes", "44000"], ["Besançon", "25000"]],
    streets: ["rue de la Paix", "avenue de l'Église", "quai des Brumes", "impasse du Moulin"],
  },
  {
    locale: "el", weight: 4, ...euro, country: "Greece", countryCode: "GR", dialCode: "+3069",
    given: [["Ελένη", "eleni"], ["Γιώργος", "giorgos"], ["Μαρία", "maria"], ["Νίκος", "nikos"], ["Κατερίνα", "katerina"], ["Δημήτρης", "dimitris"]],
    family: [["Παπαδοπούλου", "papadopoulou"], ["Γεωργίου", "georgiou"], ["Οικονόμου", "oikonomou"], ["Αντωνίου", "antoniou"], ["Ιωάννου", "ioannou"]],
    places: [["Αθήνα", "105 57"], ["Θεσσαλονίκη", "546 24"], ["Χανιά", "731 32"]],
    streets: ["Ερμού", "Τσιμισκή", "Λεωφόρος Συγγρού"],
  },
  {
    locale: "ar", weight: 3, ...euro, country: "Netherlands", countryCode: "NL", dialCode: "+3161",
    given: [["ليلى", "layla"], ["عمر", "omar"], ["فاطمة", "fatima"], ["يوسف", "yusuf"], ["مريم", "maryam"]],
    family: [["حداد", "haddad"], ["النجار", "alnajjar"], ["منصور", "mansour"], ["خليل", "khalil"], ["العلي", "alali"]],
    places: [["Rotterdam", "3011 AA"], ["Utrecht", "3511 AX"], ["Den Haag", "2511 CV"]],
    streets: ["Witte de Withstraat", "Oudegracht", "Kanaalweg"],
  },
  {
    locale: "ja", weight: 4, currencyCode: "JPY", country: "Japan", countryCode: "JP", dialCode: "+8190",
    given: [["さくら", "sakura"], ["翔太", "shota"], ["陽菜", "hina"], ["大輔", "daisuke"], ["美咲", "misaki"]],
    family: [["佐藤", "sato"], ["鈴木", "suzuki"], ["髙橋", "takahashi"], ["渡邉", "watanabe"], ["小林", "kobayashi"]],
    places: [["京都市", "600-8216"], ["東京都渋谷区", "150-0002"], ["札幌市", "060-0042"]],
    streets: ["烏丸通", "道玄坂", "大通西"],
  },
  {
    locale: "es", weight: 2, ...euro, country: "Spain", countryCode: "ES", dialCode: "+3461",
    given: ["Begoña", "Íñigo", "María José", "Joaquín", "Núria", "Xavier"],
    family: ["Muñoz Ibáñez", "Peña", "Castaño", "Güell", "Ordóñez", "de la Fuente"],
    places: [["A Coruña", "15003"], ["Sevilla", "41001"], ["Lleida", "25002"]],
    streets: ["Calle Mayor", "Rambla Nova", "Plaza de España"],
  },
];
