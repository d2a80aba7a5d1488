using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.Crash;

/// <summary>Works on a key store and reports each step, but only once it is done.</summary>
internal sealed class Writer(KeyStore store, string prefix)
{
    internal const string SharedName = "Everybody's key";

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

    internal void Share(int number)
    {
        Publish(store.Find(SharedName)!, $"xx-{prefix}-{number}");
        if (number % 5 == 0) Make($"{prefix}/{number}");
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
