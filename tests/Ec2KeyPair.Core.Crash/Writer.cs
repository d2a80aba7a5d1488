using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.Crash;

/// <summary>Works on a key store and reports each step, but only once it is done.</summary>
internal sealed class Writer(KeyStore store, string prefix)
{
    internal const string SharedName = "Everybody's key";
    private const int StepsPerKey = 8;
    private static readonly PrivateKeyEncoding[] Encodings = [PrivateKeyEncoding.OpenSsh, PrivateKeyEncoding.Pkcs8, PrivateKeyEncoding.Ppk];

    /// <summary>The passphrase of a key that was written anew so many times: set, changed, removed, and as open as that once more.</summary>
    private static Passphrase? After(int step) => (step % 4) switch
    {
        1 => Passphrase.FromUtf8("one"u8.ToArray()),
        2 => Passphrase.FromUtf8("two"u8.ToArray()),
        _ => null,
    };

    internal LocalKeyPair Make(string name)
    {
        using var key = KeyGenerator.Generate(KeyType.Ed25519, comment: name);
        var keyPair = store.Add(name, key, PrivateKeyEncoding.OpenSsh, passphrase: null);
        Report("made", name, keyPair.PublicKey!.Split(' ')[1]);
        return keyPair;
    }

    // Plain names and such as need the metadata beside them by turns.
    internal void MakeAndPublish(int number)
    {
        var keyPair = Make(number % 2 == 0 ? $"{prefix}-{number}" : $"{prefix}/Web {number}");
        for (var region = 0; region < 2; region++) Publish(keyPair, $"xx-{region}");
    }

    // A PKCS#8 file hides its public half while it is encrypted, and a PuTTY file has another extension.
    internal void Protect(int number)
    {
        var name = number % 2 == 0 ? $"{prefix}-{number}" : $"{prefix}/Web {number}";
        using var key = KeyGenerator.Generate(KeyType.Ed25519, comment: name);
        var keyPair = store.Add(name, key, Encodings[(number + prefix[^1]) % Encodings.Length], passphrase: null);
        Report("made", name, keyPair.PublicKey!.Split(' ')[1]);
        Publish(keyPair, "xx-0");
        for (var step = 1; step <= StepsPerKey; step++)
        {
            using var passphrase = After(step);
            KeyProtector.Rewrite(store, store.Find(name)!, key, passphrase);
            Report("protected", name, $"{step}");
        }
    }

    internal void Share(int number)
    {
        Publish(store.Find(SharedName)!, $"xx-{prefix}-{number}");
        if (number % 3 == 0) WriteAnew(encrypted: number % 12 == 0);
        if (number % 5 == 0) Make($"{prefix}/{number}");
    }

    private void WriteAnew(bool encrypted)
    {
        var keyPair = store.Find(SharedName)!;
        using var passphrase = After(1);
        using var key = KeyFileInspection.Open(keyPair.Path, passphrase);
        KeyProtector.Rewrite(store, keyPair, key, encrypted ? passphrase : null);
        Report("renewed", SharedName, $"{encrypted}");
    }

    private void Publish(LocalKeyPair keyPair, string region)
    {
        store.Published(keyPair, new PublishedKeyPair(region, keyPair.Name, "key-0123456789abcdef0", null));
        Report("published", keyPair.Name, region);
    }

    private static void Report(string what, string name, string detail)
    {
        Console.Out.Write($"{what}\t{name}\t{detail}\n");
        Console.Out.Flush();
    }
}
