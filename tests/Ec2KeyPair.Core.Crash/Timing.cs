using System.Diagnostics;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.Crash;

/// <summary>How long it takes to make keys side by side, and to list them.</summary>
internal static class Timing
{
    internal static void Run(string folder, int threads, int count)
    {
        var store = KeyStore.Open(folder);
        Make(store, 1, 5, "warm"); // The runtime compiles on first use.
        _ = store.List(error => throw error).Count();

        var making = Stopwatch.StartNew();
        Make(store, threads, count, "web");
        making.Stop();
        var listing = Stopwatch.StartNew();
        var listed = store.List(error => throw error).Count();
        listing.Stop();
        Console.WriteLine($"{threads} threads: {count} keys made in {making.ElapsedMilliseconds} ms; {listed} listed in {listing.ElapsedMilliseconds} ms");
    }

    private static void Make(KeyStore store, int threads, int count, string prefix)
    {
        var next = -1;
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(Work)).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());

        void Work()
        {
            int number;
            while ((number = Interlocked.Increment(ref next)) < count)
            {
                using var key = KeyGenerator.Generate(KeyType.Ed25519);
                store.Add($"{prefix}-{number}", key, PrivateKeyEncoding.OpenSsh, passphrase: null);
            }
        }
    }
}
