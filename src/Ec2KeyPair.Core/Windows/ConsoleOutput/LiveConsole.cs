using System.Collections.Concurrent;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Windows.ConsoleOutput;

/// <summary>Which instances show their console output as it is at this moment: those on the Nitro system, while they run.</summary>
internal sealed class LiveConsole
{
    // EC2 User Guide, "Amazon EC2 instance types", Xen-based instances. There will be no new ones; every other type is Nitro.
    private static readonly HashSet<string> XenFamilies = new(StringComparer.OrdinalIgnoreCase)
    {
        "t1", "t2", "m1", "m2", "m3", "m4", "c1", "c3", "c4", "cc1", "cc2", "cg1", "cr1", "r3", "r4", "x1", "x1e",
        "d2", "h1", "hs1", "hi1", "i2", "i3", "f1", "g2", "g3", "g3s", "p2", "p3",
    };

    private readonly ConcurrentDictionary<string, byte> _refused = new(StringComparer.Ordinal);

    /// <summary>True when it is worth asking.</summary>
    internal bool MayHave(Ec2Instance instance) =>
        instance is { State: "running", InstanceType: { } type } && !IsXen(type) && !_refused.ContainsKey(type);

    /// <summary>EC2 refused it; it would for any other instance of this type.</summary>
    internal void Refused(Ec2Instance instance)
    {
        if (instance.InstanceType is { } type) _refused.TryAdd(type, 0);
    }

    // i3.metal is Nitro, the rest of its family is not.
    private static bool IsXen(string type) => type.Split('.') is [var family, var size] && size != "metal" && XenFamilies.Contains(family);
}
