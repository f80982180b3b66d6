// A provider of identities nobody here wrote (npm oidc-provider), for tests on loopback: any name signs in, with any password.
import Provider from 'oidc-provider'

const { port, site, key, client, secret } = JSON.parse(process.argv[2])
const issuer = `http://127.0.0.1:${port}`
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: client,
      client_secret: secret,
      redirect_uris: [`${site}/identity/${key}/return`],
      post_logout_redirect_uris: [`${site}/`],
      backchannel_logout_uri: `${site}/identity/${key}/logout`,
      backchannel_logout_session_required: true,
    },
  ],
  features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, email: 'anne@example.org', email_verified: true }) }),
  pkce: { required: () => true },
  // Its own client refuses loopback, where this whole test lives.
  fetch: (address, { dispatcher: _dispatcher, ...options }) => fetch(address, options),
})
for (const name of ['backchannel.success', 'backchannel.error', 'server_error', 'grant.error', 'authorization.error', 'end_session.error']) {
  provider.on(name, (...values) => console.log(name, values.map((one) => (one instanceof Error ? `${one.message} ${one.error_description ?? ''}` : '')).join(' ')))
}
provider.listen(port, '127.0.0.1', () => console.log('listening'))
