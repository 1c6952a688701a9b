// Generated from stations/status.py by tools/generate_web_api.py. Do not edit.

export const AS_A_PLUG: Readonly<Record<string, string>> = {
  ev_connected: 'preparing',
  charging: 'charging',
  suspended_ev: 'suspended_ev',
  suspended_evse: 'suspended_evse',
  idle: 'finishing',
}

export const VAGUE: ReadonlySet<string> = new Set(['available', 'occupied', 'unknown'])
