using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.Repair.RootVolume;

/// <summary>What the helper runs at its first boot: the script of this folder, with what it is about in front.</summary>
internal static class HelperScript
{
    private const string FileName = "root-volume.sh";

    /// <summary>The user data of a helper.</summary>
    /// <param name="userName">The account; checked before (<see cref="RepairUser"/>).</param>
    /// <param name="key">The key to let in.</param>
    /// <param name="volumeId">The root volume.</param>
    /// <param name="nonce">By which the answer is known.</param>
    internal static byte[] For(string userName, PublicKey key, string volumeId, string nonce)
    {
        using var stream = typeof(HelperScript).Assembly.GetManifestResourceStream(FileName)
            ?? throw new InvalidOperationException($"{FileName} is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var script = reader.ReadToEnd().Replace("\r\n", "\n");
        return Encoding.UTF8.GetBytes(
            $"#!/bin/sh\nuser={Quoted(userName)}\nkey={Quoted(KeyText.Of(key))}\nvolume={Quoted(volumeId.Replace("-", ""))}\nnonce={Quoted(nonce)}\n{script}");
    }

    private static string Quoted(string text) => text.IndexOf('\'') < 0 && text.IndexOf('\n') < 0
        ? $"'{text}'"
        : throw new Ec2KeyPairException(ErrorCondition.ArgumentUnsafe, $"'{Text.Printable.Text(text)}' can't be part of a script.", text);
}
