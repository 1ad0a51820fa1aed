//! The sentences of the access slips in the ten languages that families of the school may read better than French.
//!
//! **None of them has been proofread by a native speaker yet**: not the English, the Arabic, the Turkish, the
//! Portuguese, the Spanish, the Romanian, the Ukrainian, the Chinese, the Tamil, nor the Pashto.
//! `docs/traductions.md` says so to the schools, and says how to send a correction.
//!
//! The embedded fonts hold only the letters that stand here: after a change in Arabic, Tamil, Chinese or Pashto,
//! run `scripts/pdf-fonts` again (a test of this folder fails until it is done).

/// One language: how it calls itself, its tag, and what it says to a family.
pub struct Language {
    /// BCP 47, for the reader's voice.
    pub tag: &'static str,
    pub own_name: &'static str,
    /// For a school that families reach from home.
    pub scan: &'static str,
    /// For a school where accounts are opened on the spot.
    pub at_school: &'static str,
}

pub const LANGUAGES: [Language; 10] = [
    Language {
        tag: "en",
        own_name: "English",
        scan: "Your child’s school uses Préau. Scan the code with your phone to open your account. Need help? Ask the school.",
        at_school: "Your child’s school uses Préau. Bring this page to the school: we will help you open your account.",
    },
    Language {
        tag: "ar",
        own_name: "العربية",
        scan: "تستخدم مدرسة طفلكم Préau. امسحوا الرمز بهاتفكم لفتح حسابكم. هل تحتاجون إلى مساعدة؟ اسألوا المدرسة.",
        at_school: "تستخدم مدرسة طفلكم Préau. أحضروا هذه الورقة إلى المدرسة: سنساعدكم على فتح حسابكم.",
    },
    Language {
        tag: "tr",
        own_name: "Türkçe",
        scan: "Çocuğunuzun okulu Préau’yu kullanıyor. Hesabınızı açmak için kodu telefonunuzla tarayın. Yardıma ihtiyacınız olursa okula sorun.",
        at_school: "Çocuğunuzun okulu Préau’yu kullanıyor. Bu sayfayı okula getirin: hesabınızı açmanıza yardım ederiz.",
    },
    Language {
        tag: "pt",
        own_name: "Português",
        scan: "A escola do seu filho ou da sua filha utiliza o Préau. Leia o código com o telemóvel para abrir a sua conta. Precisa de ajuda? Pergunte na escola.",
        at_school: "A escola do seu filho ou da sua filha utiliza o Préau. Traga esta folha à escola: ajudamos a abrir a sua conta.",
    },
    Language {
        tag: "es",
        own_name: "Español",
        scan: "La escuela de su hijo o hija utiliza Préau. Escanee el código con su teléfono para abrir su cuenta. ¿Necesita ayuda? Pregunte en la escuela.",
        at_school: "La escuela de su hijo o hija utiliza Préau. Traiga esta hoja a la escuela: le ayudaremos a abrir su cuenta.",
    },
    Language {
        tag: "ro",
        own_name: "Română",
        scan: "Școala copilului dumneavoastră folosește Préau. Scanați codul cu telefonul pentru a vă deschide contul. Aveți nevoie de ajutor? Întrebați la școală.",
        at_school: "Școala copilului dumneavoastră folosește Préau. Aduceți această foaie la școală: vă vom ajuta să vă deschideți contul.",
    },
    Language {
        tag: "uk",
        own_name: "Українська",
        scan: "Школа вашої дитини користується Préau. Відскануйте код телефоном, щоб відкрити свій обліковий запис. Потрібна допомога? Зверніться до школи.",
        at_school: "Школа вашої дитини користується Préau. Принесіть цей аркуш до школи: ми допоможемо відкрити ваш обліковий запис.",
    },
    Language {
        tag: "zh-Hans",
        own_name: "中文",
        scan: "您孩子的学校使用 Préau。请用手机扫描二维码，开通您的账户。如需帮助，请向学校咨询。",
        at_school: "您孩子的学校使用 Préau。请带上这张纸到学校来，我们会帮您开通账户。",
    },
    Language {
        tag: "ta",
        own_name: "தமிழ்",
        scan: "உங்கள் பிள்ளையின் பள்ளி Préau செயலியைப் பயன்படுத்துகிறது. உங்கள் கணக்கைத் திறக்க இந்தக் குறியீட்டை உங்கள் தொலைபேசியால் ஸ்கேன் செய்யுங்கள். உதவி தேவையா? பள்ளியில் கேளுங்கள்.",
        at_school: "உங்கள் பிள்ளையின் பள்ளி Préau செயலியைப் பயன்படுத்துகிறது. இந்தத் தாளைப் பள்ளிக்குக் கொண்டு வாருங்கள்: உங்கள் கணக்கைத் திறக்க நாங்கள் உதவுவோம்.",
    },
    Language {
        tag: "ps",
        own_name: "پښتو",
        scan: "ستاسو د ماشوم ښوونځی Préau کاروي. د خپل حساب د پرانیستلو لپاره دا کوډ په خپل ټلیفون سکن کړئ. مرسته غواړئ؟ له ښوونځي څخه پوښتنه وکړئ.",
        at_school: "ستاسو د ماشوم ښوونځی Préau کاروي. دا پاڼه ښوونځي ته راوړئ: موږ به د حساب په پرانیستلو کې درسره مرسته وکړو.",
    },
];
