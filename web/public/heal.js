// Runs before the dashboard's own scripts. If one of them cannot be loaded (the server is restarting, or the dashboard was
// rebuilt), the page would stay empty: says so, and reloads when the server answers.
addEventListener(
  'error',
  (event) => {
    const source = event.target instanceof HTMLScriptElement ? event.target.src : ''
    if (!source.includes('/_next/') || window.bxStarted || window.bxHealing) return
    window.bxHealing = true
    const note = document.createElement('p')
    note.setAttribute('role', 'alert')
    note.style.cssText = 'font: 14px system-ui, sans-serif; padding: 24px'
    note.textContent = 'The dashboard could not be loaded completely. Trying again …'
    document.body.append(note)
    const retry = async () => {
      const answer = await fetch('/healthz', { cache: 'no-store' }).catch(() => null)
      if (answer?.ok) location.reload()
      else setTimeout(retry, 2000)
    }
    setTimeout(retry, 2000)
  },
  true,
)
