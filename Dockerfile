# syntax=docker/dockerfile:1
# One static image with both programs: the production server (default) and the demo, which is also the local testnet and the demo shops.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN mkdir -p /out/data /out/tmp && CGO_ENABLED=1 go build -tags netgo,osusergo \
      -ldflags '-s -w -linkmode external -extldflags -static' -o /out/ ./cmd/gateway ./cmd/demo

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build --chown=65532:65532 /out/ /
USER 65532:65532
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/gateway"]
CMD ["serve", "--config", "/etc/carnet/gateway.yaml"]
