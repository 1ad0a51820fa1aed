"""Fictive ONDE files of any size, in the columns and the encoding of a real export."""

import zlib

PUPILS = (
    "Nom élève;Nom d'usage élève;Prénom élève;Date naissance;Sexe;INE;Adresse1;Cp1;Commune1;Pays1;Adresse2;Cp2;"
    "Commune2;Pays2; Cycle;Niveau;Libellé classe;Identifiant classe;Attestation fournie;Autorisation associations;"
    "Autorisation photo;Décision de passage"
)
GUARDIANS = (
    "Civilité Responsable;Nom usage responsable;Nom responsable;Prénom responsable;Adresse responsable;CP responsable;"
    "Commune responsable;Pays;Courriel;Téléphone domicile;Téléphone travail;Téléphone portable;Nom d'usage enfant;"
    "Nom de famille enfant;Prénom enfant;Classes enfants"
)
STAFF = '"Civilité";"Nom usage";"Nom";"Prénom";"Adresse";"CP";"Commune";"Pays";"Courriel";"Téléphone domicile";"Téléphone portable";"Directeur";"Classe"'
GRADES = [("I", "PS"), ("I", "MS"), ("I", "GS"), ("II", "CP"), ("II", "CE1"), ("II", "CE2"), ("III", "CM1"), ("III", "CM2")]


def letters(number, length=3):
    """A number as letters: names have no digits."""
    word = ""
    for _ in range(length):
        number, rest = divmod(number, 26)
        word = chr(ord("a") + rest) + word
    return word


def family_of(pupil, mark="f"):
    return f"Dub{mark}{letters(pupil)}".capitalize()


def first_name(pupil, mark="f"):
    """Unlike its neighbours': an import asks about pupils of nearly one name who were born on one day."""
    return letters(zlib.crc32(f"{pupil} {mark}".encode()), 6).capitalize()


def class_name(place):
    return f"Classe {letters(place, 1).upper()}"


def class_of(pupil, pupils, classes):
    return pupil * classes // pupils


def pupils_file(pupils, classes, mark="f", named=class_name):
    lines = [PUPILS]
    for one in range(pupils):
        place = class_of(one, pupils, classes)
        cycle, grade = GRADES[place % len(GRADES)]
        chance = zlib.crc32(f"{mark} {one}".encode())
        born = f"{1 + chance % 28:02}/{1 + chance // 28 % 12:02}/{2023 - place % len(GRADES)}"
        lines.append(
            f"{family_of(one, mark).upper()};;{first_name(one, mark)};{born};{'FM'[one % 2]};;{one + 1} rue des Écoles;61999;"
            f"Saint-Fictif;FRANCE;;;;;CYCLE {cycle};{grade};{named(place)};{1480211 + place};Oui;Oui;Oui;"
        )
    return _bytes(lines)


def guardians_file(pupils, classes, guardians):
    """The first guardians have a child each, the others are second guardians under the same roof: two homes would wait for
    the director's look before any slip."""
    lines = [GUARDIANS]
    for one in range(guardians):
        pupil = one % pupils
        first = ["Resp", "Autre"][one // pupils] + letters(pupil)
        place = class_of(pupil, pupils, classes)
        lines.append(
            f"{['MME', 'M.'][one // pupils]};;{family_of(pupil).upper()};{first};{pupil + 1} rue des Écoles;61999;"
            f"Saint-Fictif;FRANCE;{first.lower()}@exemple.invalid;;;06{39980000 + one};;{family_of(pupil).upper()};"
            f"{first_name(pupil)};{class_name(place)}"
        )
    return _bytes(lines)


def staff_file(classes):
    rows = [f'"MME";;"{teacher_name(place)}";"Camille";;;;;;;;"non";"{class_name(place)}"' for place in range(classes)]
    return _bytes([STAFF, *rows])


def teacher_name(place):
    return f"Ensei{letters(place, 1)}".upper()


def _bytes(lines):
    return ("\r\n".join(lines) + "\r\n").encode("cp1252")
