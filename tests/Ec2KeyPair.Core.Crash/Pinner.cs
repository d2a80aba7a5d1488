using Ec2KeyPair.Core.Trust;

namespace Ec2KeyPair.Core.Crash;

/// <summary>Pins host keys, and reports each only once it is done.</summary>
internal static class Pinner
{
    internal static void Run(string path, int first, int count)
    {
        var pins = new PinnedHostKeys(path);
        for (var number = first; number < first + count; number++)
        {
            var instance = $"i-{number:x17}";
            pins.Pin(instance, Key(number), HostKeyOrigin.Console, DateTime.UtcNow, hashed: number % 2 == 0);
            pins.Pin(instance, Key(number + 1_000_000), HostKeyOrigin.Console, DateTime.UtcNow, hashed: number % 3 == 0, mayReplace: _ => true);
            Console.Out.Write($"pinned\t{instance}\t{Key(number + 1_000_000).Base64}\n");
            Console.Out.Flush();
        }
    }

    private static HostKey Key(int number)
    {
        var blob = Convert.FromBase64String("AAAAC3NzaC1lZDI1NTE5AAAAIJQ0x0yXn3oN0y7mJ5tZ1q8b2yVYw0z3pX3m7k6d5e4F");
        BitConverter.GetBytes(number).CopyTo(blob, blob.Length - 4);
        return HostKey.TryRead("ssh-ed25519", Convert.ToBase64String(blob))!;
    }
}
