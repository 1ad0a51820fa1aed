#!/bin/sh
# Installs Préau from this folder (a USB stick), without any network: sh install.sh [--dry-run] [--fingerprint EMPREINTE] [--answers FICHIER]
# Everything is in main, called on the last line: a file that was cut short does nothing.
set -eu

usage() {
  cat <<'FIN'
sh install.sh [--dry-run] [--fingerprint EMPREINTE] [--answers FICHIER]

  --dry-run              vérifie tout, dit ce qui serait fait, et ne change rien
  --fingerprint …        l'empreinte de la clé qui signe, lue ailleurs que sur cette clé USB (papier, site) ; sans elle, elle est
                         demandée, sauf si cette machine connaît déjà la clé
  --answers FICHIER      réponses préparées (TOML), pour mettre l'école en route sans personne ; effacées après usage
FIN
}
refuse() { echo "install.sh : $*" >&2; exit 1; }

# Prints the fingerprint of who signed SHA256SUMS, or ends.
signer() {
  command -v gpgv > /dev/null || refuse "il manque gpgv (paquet gpgv) pour vérifier la signature."
  status=$(gpgv --status-fd 1 --keyring ./preau.gpg SHA256SUMS.sig SHA256SUMS 2> /dev/null) \
    || refuse "la signature de SHA256SUMS est fausse : n'installez rien depuis cette clé USB."
  # The primary key, whichever of its subkeys signed.
  print=$(printf '%s\n' "$status" | sed -n 's/^\[GNUPG:\] VALIDSIG .* \([0-9A-F]\{40\}\)$/\1/p')
  [ -n "$print" ] || refuse "la signature de SHA256SUMS n'est pas lisible."
  printf '%s\n' "$print"
}

# The key came on the same stick: it proves nothing until somebody, or this machine, knows it from elsewhere.
trust() {
  print=$1 wanted=$(printf '%s' "$2" | tr -d ' :' | tr 'a-f' 'A-F')
  if [ -n "$wanted" ]; then
    [ "$wanted" = "$print" ] || refuse "la clé a l'empreinte $print, pas $wanted : n'installez rien depuis cette clé USB."
  elif [ -f "$known" ]; then
    gpgv --keyring "$known" SHA256SUMS.sig SHA256SUMS > /dev/null 2>&1 \
      || refuse "cette machine connaît une autre clé que celle-ci ($print). Si elle a vraiment changé : --fingerprint."
  else
    [ -t 0 ] || refuse "donnez l'empreinte de la clé (--fingerprint) : celle de cette clé USB est $print."
    echo "La clé qui signe a cette empreinte :"
    echo "    $print"
    printf 'Comparez-la avec celle que vous avez reçue ailleurs. Est-ce la même ? (oui/non) '
    read -r answer
    [ "$answer" = oui ] || refuse "rien n'est installé."
  fi
}

package_for() {
  case $(uname -m) in
    x86_64) deb=amd64 rpm=x86_64 ;;
    aarch64) deb=arm64 rpm=aarch64 ;;
    *) refuse "cette machine ($(uname -m)) n'est ni x86_64 ni aarch64." ;;
  esac
  if command -v dpkg > /dev/null; then
    set -- preau_*_"$deb".deb
  elif command -v rpm > /dev/null; then
    set -- preau-*."$rpm".rpm
  else
    refuse "cette distribution n'a ni dpkg ni rpm."
  fi
  { [ $# = 1 ] && [ -f "$1" ]; } || refuse "cette clé USB n'a pas de paquet pour cette machine ($(uname -m))."
  grep -qE "^[0-9a-f]{64}  $1\$" SHA256SUMS || refuse "$1 n'est pas dans SHA256SUMS."
  printf '%s\n' "$1"
}

main() {
  dry_run='' fingerprint='' answers='' known=/etc/preau/cle-des-paquets.gpg
  while [ $# -gt 0 ]; do
    case $1 in
      --dry-run) dry_run=yes ;;
      --fingerprint) [ $# -ge 2 ] || refuse "--fingerprint attend une empreinte."; fingerprint=$2; shift ;;
      --answers) [ $# -ge 2 ] || refuse "--answers attend un fichier."; answers=$(realpath -- "$2"); shift ;;
      -h | --help) usage; exit 0 ;;
      *) usage >&2; exit 2 ;;
    esac
    shift
  done
  [ -z "$answers" ] || [ -f "$answers" ] || refuse "$answers : ce fichier n'existe pas."
  cd "$(dirname "$0")"
  print=$(signer)
  trust "$print" "$fingerprint"
  sha256sum --check --strict --quiet SHA256SUMS || refuse "un fichier a changé depuis qu'il a été signé : n'installez rien depuis cette clé USB."
  package=$(package_for)
  echo "Signature et sommes justes ($print)."
  if [ -n "$dry_run" ]; then
    echo "Essai seulement : $package serait installé${answers:+, avec les réponses de $answers}. Rien n'est changé."
    exit 0
  fi
  [ "$(id -u)" = 0 ] || refuse "à lancer en root (sudo sh install.sh)."
  if [ -n "$answers" ]; then
    install -d -m 0755 /etc/preau
    install -m 0400 "$answers" /etc/preau/answers.toml
  fi
  case $package in
    *.deb) DEBIAN_FRONTEND=${DEBIAN_FRONTEND:-noninteractive} dpkg --install "$package" || refuse "dpkg n'a pas pu installer $package." ;;
    *) rpm --upgrade "$package" || refuse "rpm n'a pas pu installer $package." ;;
  esac
  install -m 0644 preau.gpg "$known"
  echo "Préau est installé. Son adresse et son code : journalctl -u preau, ou /var/lib/preau/INSTALLATION.txt."
}

main "$@"
