using Ec2KeyPair.Core.Errors;
using Microsoft.Win32.SafeHandles;
using static Ec2KeyPair.Core.Sessions.Terminal.WindowsConsoleCalls;

namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>Virtual terminal sequences both ways, and no key acted upon, from creation to disposal.</summary>
internal sealed class WindowsRawMode : IDisposable
{
    // ENABLE_PROCESSED_INPUT, _LINE_INPUT, _ECHO_INPUT, _WINDOW_INPUT and _MOUSE_INPUT.
    private const uint CookedInput = 0x1 | 0x2 | 0x4 | 0x8 | 0x10;
    private const uint VirtualInput = 0x200; // ENABLE_VIRTUAL_TERMINAL_INPUT
    // ENABLE_PROCESSED_OUTPUT, ENABLE_WRAP_AT_EOL_OUTPUT and ENABLE_VIRTUAL_TERMINAL_PROCESSING.
    private const uint VirtualOutput = 0x1 | 0x2 | 0x4;
    private const uint NoAutoReturn = 0x8; // DISABLE_NEWLINE_AUTO_RETURN
    private readonly SafeFileHandle _input;
    private readonly SafeFileHandle _output;
    private readonly uint _inputBefore;
    private readonly uint _outputBefore;
    private readonly RestoreOnExit _restore;
    private readonly SizePoll? _sizes;

    internal WindowsRawMode(SafeFileHandle input, SafeFileHandle output, Func<TerminalSize> size, Action sizeChanged)
    {
        _input = input;
        _output = output;
        if (GetMode(input, out _inputBefore) == 0 || GetMode(output, out _outputBefore) == 0) throw Refused();
        _restore = new RestoreOnExit(Restore);
        try
        {
            if (SetMode(input, (_inputBefore & ~CookedInput) | VirtualInput) == 0) throw Refused();
            // The first builds with virtual terminals know all but the last of these, which they do anyway.
            if (SetMode(output, _outputBefore | VirtualOutput | NoAutoReturn) == 0
                && SetMode(output, _outputBefore | VirtualOutput) == 0) throw Refused();
            _sizes = new SizePoll(size, sizeChanged);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>True when the console has been put back.</summary>
    internal bool IsOver => _restore.IsRestored;

    public void Dispose()
    {
        _sizes?.Dispose();
        _restore.Dispose();
    }

    private void Restore()
    {
        // At process exit the handles may have been closed, and the console be gone: nothing is left to put back.
        if (!_input.IsClosed) _ = SetMode(_input, _inputBefore);
        if (!_output.IsClosed) _ = SetMode(_output, _outputBefore);
    }

    private static Ec2KeyPairException Refused() => new(
        ErrorCondition.HostNotInteractive, "The console can't be set to pass every key on.",
        mend: "Run this in a console of Windows 10, Windows Server 2016 or later, with neither input nor output redirected.",
        innerException: Failure());
}
