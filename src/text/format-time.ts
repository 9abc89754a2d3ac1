/** Local time of day, `14:05:31`. */
export function formatClock(milliseconds: number): string {
  const date = new Date(milliseconds)
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':')
}

/** Local time of day without seconds, `14:05`. */
export function formatHourMinute(milliseconds: number): string {
  return formatClock(milliseconds).slice(0, 5)
}

/** The age in one rounded-down unit: `just now`, `3 min ago`, `2 h ago`, `4 days ago`. */
export function formatAge(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours} h ago`
  const days = Math.floor(hours / 24)
  return days === 1 ? '1 day ago' : `${days} days ago`
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
