// Generated from operations/plug_faults.py by tools/generate_web_api.py. Do not edit.
import { book } from '../words.ts'

export const faults = book({
  connector_lock_failure: ["the lock does not hold", "låset fungerar inte", "die Verriegelung versagt"],
  ev_communication_error: ["no talk with the car", "ingen kontakt med bilen", "keine Verständigung mit dem Auto"],
  ground_failure: ["ground failure", "jordfel", "Erdschluss"],
  high_temperature: ["too hot", "för varm", "zu heiß"],
  internal_error: ["internal error", "internt fel", "interner Fehler"],
  local_list_conflict: ["conflict in the local list", "konflikt i den lokala listan", "Konflikt in der lokalen Liste"],
  other_error: ["another error", "annat fel", "anderer Fehler"],
  over_current_failure: ["overcurrent", "överström", "Überstrom"],
  over_voltage: ["overvoltage", "överspänning", "Überspannung"],
  power_meter_failure: ["the meter fails", "mätaren fungerar inte", "der Zähler versagt"],
  power_switch_failure: ["the contactor fails", "kontaktorn fungerar inte", "das Schütz versagt"],
  reader_failure: ["the card reader fails", "kortläsaren fungerar inte", "der Kartenleser versagt"],
  reset_failure: ["a reset failed", "en omstart misslyckades", "ein Neustart schlug fehl"],
  under_voltage: ["undervoltage", "underspänning", "Unterspannung"],
  weak_signal: ["weak signal", "svag signal", "schwaches Signal"],
})
