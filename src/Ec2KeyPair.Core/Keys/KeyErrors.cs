using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Keys;

/// <summary>The errors of this folder, each made in one place so that texts and mends stay the same everywhere.</summary>
internal static class KeyErrors
{
    internal static Ec2KeyPairException Corrupt(string what, Exception? cause = null) => new(
        ErrorCondition.KeyFileCorrupt,
        $"The key file is damaged: {what}.",
        mend: "Take the key from a backup; if the text was copied by hand, copy it again with every line.",
        innerException: cause);

    internal static Ec2KeyPairException FormatUnknown(string what) => new(
        ErrorCondition.KeyFormatUnknown,
        $"No key was found: {what}.",
        mend: "Give a private key in OpenSSH, PEM (PKCS#1, PKCS#8) or PuTTY form, or a public key in OpenSSH, RFC 4716 or PEM form.");

    internal static Ec2KeyPairException TypeUnsupported(string type) => new(
        ErrorCondition.KeyTypeUnsupported,
        $"The key is of a type that EC2 key pairs can't have: {type}.",
        mend: "Use an RSA or an Ed25519 key.");

    internal static Ec2KeyPairException EncryptionUnsupported(string cipher) => new(
        ErrorCondition.KeyEncryptionUnsupported,
        $"The private key is encrypted in a way that this module does not read: {cipher}.",
        mend: "Rewrite the key with the tool that made it, for example with 'ssh-keygen -p -f FILE'.");

    internal static Ec2KeyPairException TooCostly(string what) => new(
        ErrorCondition.KeyFileTooCostly,
        $"The key file asks for more work than this module will spend on it: {what}.",
        mend: "If the file is yours, rewrite it at a lower cost with the tool that made it, for example with 'ssh-keygen -p -a 24 -f FILE'.");

    internal static Ec2KeyPairException PrivateKeyRequired() => new(
        ErrorCondition.PrivateKeyRequired,
        "The file holds a public key only; the private key is needed.",
        mend: "Give the private key file (the one without .pub).");

    internal static Ec2KeyPairException PassphraseRequired() => new(
        ErrorCondition.PassphraseRequired,
        "The private key is encrypted and no passphrase was given.",
        mend: "Give the passphrase of the key file.");

    internal static Ec2KeyPairException PassphraseIncorrect() => new(
        ErrorCondition.PassphraseIncorrect,
        "The passphrase does not open the private key.",
        mend: "Check the passphrase; a damaged file looks the same, so try it with 'ssh-keygen -y -f FILE' too.");

    internal static Ec2KeyPairException EncodingUnsupported(string what, string mend) => new(
        ErrorCondition.KeyEncodingUnsupported, what, mend: mend);
}
