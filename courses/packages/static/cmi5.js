// cmi5: the token is fetched once, each statement takes the platform's context, and terminated is sent as the page goes.
'use strict'

{
  const VERB = {
    initialized: 'http://adlnet.gov/expapi/verbs/initialized',
    completed: 'http://adlnet.gov/expapi/verbs/completed',
    passed: 'http://adlnet.gov/expapi/verbs/passed',
    failed: 'http://adlnet.gov/expapi/verbs/failed',
    answered: 'http://adlnet.gov/expapi/verbs/answered',
    terminated: 'http://adlnet.gov/expapi/verbs/terminated',
  }
  const CMI5 = { id: 'https://w3id.org/xapi/cmi5/context/categories/cmi5' }
  const MOVE_ON = { id: 'https://w3id.org/xapi/cmi5/context/categories/moveon' }
  const MASTERY = 'https://w3id.org/xapi/cmi5/context/extensions/masteryscore'
  const STATE = 'resume'
  const launch = Object.fromEntries(new URLSearchParams(location.search))
  const begun = Date.now()
  let token = ''
  let data = null
  let facts = null
  let say = () => {}
  let isOpen = false
  let sent = { completed: false, passed: false, failed: false }
  let queue = Promise.resolve()

  const endpoint = () => (launch.endpoint.endsWith('/') ? launch.endpoint : `${launch.endpoint}/`)
  const ask = (path, query, options = {}) => fetch(`${endpoint()}${path}${query ? `?${new URLSearchParams(query)}` : ''}`, {
    ...options,
    headers: { Authorization: `Basic ${token}`, 'X-Experience-API-Version': '1.0.3', 'Content-Type': 'application/json' },
  })
  const stateOf = (stateId) => ({ stateId, activityId: launch.activityId, agent: launch.actor, registration: launch.registration })
  const duration = () => `PT${Math.max(1, Math.round((Date.now() - begun) / 1000))}S`

  const categories = (verb) => {
    if (verb === 'answered') return []
    return ['completed', 'passed', 'failed'].includes(verb) ? [CMI5, MOVE_ON] : [CMI5]
  }

  const statement = (verb, more = {}) => {
    const context = structuredClone(data.contextTemplate ?? {})
    context.registration = launch.registration
    context.contextActivities ??= {}
    const own = context.contextActivities.category ?? []
    context.contextActivities.category = [...own, ...categories(verb)]
    if (['passed', 'failed'].includes(verb) && data.masteryScore !== undefined) {
      context.extensions = { ...context.extensions, [MASTERY]: data.masteryScore }
    }
    return {
      id: crypto.randomUUID(),
      actor: JSON.parse(launch.actor),
      verb: { id: VERB[verb], display: { en: verb } },
      object: more.object ?? { objectType: 'Activity', id: launch.activityId },
      timestamp: new Date().toISOString(),
      context,
      ...(more.result ? { result: more.result } : {}),
    }
  }

  // One after the other: the platform refuses what comes out of order. isLast: the page goes, the browser sends it still.
  const send = (one, isLast = false) => {
    const options = { method: 'POST', body: JSON.stringify(one), keepalive: isLast }
    const job = async () => {
      const response = await ask('statements', null, options).catch(() => null)
      if (!response?.ok) say(facts.words.lost)
    }
    queue = isLast ? job() : queue.then(job)
    return queue
  }

  const start = async (all, tell) => {
    facts = all
    say = tell
    if (!launch.fetch || !launch.endpoint) {
      say(facts.words.alone)
      return { state: '' }
    }
    const answer = await fetch(launch.fetch, { method: 'POST' }).then((one) => one.json()).catch(() => ({}))
    token = answer['auth-token'] ?? ''
    if (!token) {
      say(answer['error-code'] === '1' || answer['error-code'] === '2' ? facts.words.reopen : facts.words.lost)
      return { state: '' }
    }
    const response = await ask('activities/state', stateOf('LMS.LaunchData')).catch(() => null)
    if (!response?.ok) {
      say(facts.words.lost)
      return { state: '' }
    }
    data = await response.json()
    await ask('agents/profile', { profileId: 'cmi5LearnerPreferences', agent: launch.actor }).catch(() => null)
    isOpen = true
    await send(statement('initialized'))
    if (data.launchMode && data.launchMode !== 'Normal') {
      say(facts.words.only_looked)
      return { state: '' }
    }
    const kept = await ask('activities/state', stateOf(STATE)).then((one) => (one.ok ? one.json() : null)).catch(() => null)
    if (kept?.sent) sent = kept.sent
    say(facts.words.kept)
    return { state: kept?.state ?? '' }
  }

  const isNormal = () => isOpen && (!data.launchMode || data.launchMode === 'Normal')

  const save = ({ state, isDone, scaled, isPassed }) => {
    if (!isNormal()) return
    if (isDone && !sent.completed) {
      sent.completed = true
      send(statement('completed', { result: { completion: true, duration: duration() } }))
    }
    if (facts.needsScore && isDone && !sent.passed) {
      const mastery = data.masteryScore ?? facts.passPercent / 100
      const score = { scaled: Math.floor(scaled * 100) / 100 }
      if (isPassed && score.scaled >= mastery) {
        sent.passed = true
        send(statement('passed', { result: { success: true, score, duration: duration() } }))
      } else if (!sent.failed && score.scaled < mastery) {
        sent.failed = true
        send(statement('failed', { result: { success: false, score, duration: duration() } }))
      }
    }
    const body = JSON.stringify({ state, sent })
    queue = queue.then(() => ask('activities/state', stateOf(STATE), { method: 'PUT', body }).catch(() => say(facts.words.lost)))
  }

  const answer = ({ item, mark, question }) => {
    if (!isNormal()) return
    const definition = {
      type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
      interactionType: item.type,
      ...(question ? { description: { [facts.language]: question } } : {}),
    }
    const object = { objectType: 'Activity', id: `${launch.activityId}#${item.key}`, definition }
    send(statement('answered', { object, result: { response: mark.answer, success: mark.verdict === 'right' } }))
  }

  const leave = () => {
    if (!isOpen) return
    isOpen = false
    send(statement('terminated', { result: { duration: duration() } }), true)
  }

  window.Platform = { start, save, answer, pause: () => {}, leave }
}
