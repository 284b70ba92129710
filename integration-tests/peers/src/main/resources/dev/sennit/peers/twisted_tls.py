"""What servers and clients of Twisted need for TLS, from PEM files."""
import re

from OpenSSL import crypto
from twisted.internet import ssl

CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)


def read(file):
    with open(file, "rb") as opened:
        return opened.read()


def certificates(file):
    """All of a file, the leaf first."""
    return [crypto.load_certificate(crypto.FILETYPE_PEM, text) for text in CERTIFICATE.findall(read(file))]


def key(file):
    return crypto.load_privatekey(crypto.FILETYPE_PEM, read(file))


def trusted(ca):
    return ssl.trustRootFromCertificates([ssl.Certificate(one) for one in certificates(ca)])


def protocols(alpn):
    return alpn.encode().split(b",") if alpn else None


def server(cert_file, key_file, ca, alpn):
    leaf, *chain = certificates(cert_file)
    return ssl.CertificateOptions(
        privateKey=key(key_file),
        certificate=leaf,
        extraCertChain=chain,
        trustRoot=trusted(ca) if ca else None,
        acceptableProtocols=protocols(alpn),
    )


def client(name, ca, cert_file, key_file, alpn):
    own = None
    if cert_file:
        leaf = ssl.Certificate(certificates(cert_file)[0])
        own = ssl.PrivateCertificate.fromCertificateAndKeyPair(leaf, ssl.KeyPair(key(key_file or cert_file)))
    return ssl.optionsForClientTLS(
        name,
        trustRoot=trusted(ca) if ca else None,
        clientCertificate=own,
        acceptableProtocols=protocols(alpn),
    )
