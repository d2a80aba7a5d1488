using Ec2KeyPair.Core.Sessions.Commands;
using Renci.SshNet;

namespace Ec2KeyPair.Core.Ssh.Commands;

/// <summary>Brings what a running command writes from SSH.NET's buffers, which have no limit, into texts that have one.</summary>
/// <remarks>SSH.NET's streams can be waited for only by blocking a thread each: so they are looked at now and then.</remarks>
internal sealed class CommandStreams(SshCommand command, string mark)
{
    private readonly StreamedText _output = new(CommandOutput.UsualLimit);
    private readonly StreamedText _error = new(CommandOutput.UsualLimit);
    private readonly StartNotice _notice = new(mark);
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>The command's process id on the instance; null while it is not known.</summary>
    internal int? ProcessId => _notice.ProcessId;

    /// <summary>More came one way than was kept.</summary>
    internal bool IsTruncated => _output.IsTruncated || _error.IsTruncated;

    /// <summary>Takes what is there now; true when something was.</summary>
    internal bool Take()
    {
        // "|" and not "||": both are emptied.
        return Drain(command.OutputStream, piece => _output.Add(piece)) | Drain(command.ExtendedOutputStream, piece => _error.Add(_notice.Take(piece)));
    }

    /// <summary>The texts, when no more comes.</summary>
    internal (string Output, string Error) Finish()
    {
        Take();
        _error.Add(_notice.Finish());
        return (_output.Finish(), _error.Finish());
    }

    // Length is what can be read without waiting.
    private bool Drain(Stream stream, Action<byte[]> take)
    {
        var any = false;
        while (stream.Length > 0)
        {
            var count = stream.Read(_buffer, 0, _buffer.Length);
            if (count == 0) break;
            any = true;
            take(_buffer.AsSpan(0, count).ToArray());
        }

        return any;
    }
}
