"""Units of quantities that are one and the same, however they are spelled, in whatever language.

Only what is the same by its meaning: “tons” may be long, short or metric ones, “units” bodies or pieces, so they stay
as they are written.
"""

SPELLINGS = {
    "items": ("item", "piece", "pieces", "pcs", "pc", "шт", "штук", "штука", "штуки", "pièce", "pièces", "pieza",
              "piezas", "件"),
    "kg": ("kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogramme", "kilogrammes", "kilogramo", "kilogramos",
           "кг", "килограмм", "килограмма", "килограммы", "килограммов", "کیلوگرم", "公斤"),
    "tonnes": ("tonne", "metric ton", "metric tons", "metric tonne", "metric tonnes", "т", "тонна", "тонны", "тонн",
               "tonelada", "toneladas"),
    "litres": ("litre", "liter", "liters", "l", "литр", "литра", "литры", "литров", "л", "litro", "litros"),
    "km": ("kms", "kilometre", "kilometres", "kilometer", "kilometers", "kilomètre", "kilomètres", "км", "километр",
           "километра", "километров", "kilómetro", "kilómetros"),
    "hectares": ("hectare", "ha", "га", "гектар", "гектара", "гектаров", "hectárea", "hectáreas"),
    "days": ("day", "день", "дня", "дней", "дни", "jour", "jours", "día", "días"),
    "persons": ("person", "people", "человек", "чел", "personne", "personnes", "persona", "personas"),
    "families": ("family", "famille", "familles", "familia", "familias", "семья", "семьи", "семей"),
    "trainees": ("trainee", "слушатель", "слушателя", "слушателей", "слушатели"),
    "participants": ("participant", "участник", "участника", "участников", "участники", "participante",
                     "participantes"),
    "officers": ("officer", "сотрудник", "сотрудника", "сотрудников", "сотрудники"),
    "vehicles": ("vehicle", "автомобиль", "автомобиля", "автомобилей", "véhicule", "véhicules", "vehículo",
                 "vehículos"),
    "dogs": ("dog", "собака", "собаки", "собак", "chien", "chiens", "perro", "perros"),
    "computers": ("computer", "компьютер", "компьютера", "компьютеров", "ordinateur", "ordinateurs"),
}  # fmt: skip
NAMES = {spelling: name for name, spellings in SPELLINGS.items() for spelling in spellings}
END = " ."  # of a unit that is abbreviated


def named(unit: str) -> str:
    """The one name of a unit, in small letters."""
    text = unit.strip().lower()
    return NAMES.get(text.strip(END), text)
