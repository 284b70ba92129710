#!/bin/sh
# ensure-base.sh [IMAGE [SUITE]]: sees to it that the engine has the base image: it is there, else it is pulled (not with
# PEERS_NO_PULL=1), else it is made from the Debian packages that this machine's own apt is set up for (as root).
set -eu
IMAGE=${1:-debian:bookworm-slim}
SUITE=${2:-bookworm}

docker image inspect "$IMAGE" >/dev/null 2>&1 && exit 0
if [ "${PEERS_NO_PULL:-0}" != 1 ]; then
    timeout "${PULL_TIMEOUT:-60}" docker pull -q "$IMAGE" && exit 0
fi
if ! command -v mmdebstrap >/dev/null; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "no $IMAGE, and no mmdebstrap to make it with" >&2
        exit 1
    fi
    apt-get install -qq -y --no-install-recommends mmdebstrap >&2
fi
folder=$(mktemp -d "${TMPDIR:-/tmp}/sennit-base.XXXXXX")
trap 'rm -rf "$folder"' EXIT
trap 'exit 143' INT TERM
# shellcheck disable=SC2016
apt-get indextargets --format '$(ORIGIN)|deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' \
    | sed -n 's/^Debian|//p' | grep " $SUITE" | sort -u > "$folder/base.list" || true
[ -s "$folder/base.list" ] || { echo "this machine's apt has no Debian $SUITE" >&2; exit 1; }
proxy=$(apt-config dump --format '%v' Acquire::http::Proxy)
mmdebstrap --quiet --variant=minbase --mode=root --dpkgopt=force-unsafe-io \
    --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Retries "3"' \
    ${proxy:+--aptopt="Acquire::http::Proxy \"$proxy\""} "$SUITE" "$folder/base.tar" "$folder/base.list" >&2
# By way of a file: a pipe would hide a failure as an empty image.
docker import -c 'CMD ["bash"]' "$folder/base.tar" "$IMAGE" >/dev/null
